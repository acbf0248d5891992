"""What the shop's adapters promise, once per port."""
