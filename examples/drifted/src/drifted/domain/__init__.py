"""What the shop is about."""
