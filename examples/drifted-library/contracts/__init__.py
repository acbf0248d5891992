"""What the library's adapters promise, once per port."""
