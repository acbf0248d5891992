"""What one can do with the shop. It sees ports, never adapters."""
