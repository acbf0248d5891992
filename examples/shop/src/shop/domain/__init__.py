"""What the shop is about. Nothing here knows how anything is stored."""
