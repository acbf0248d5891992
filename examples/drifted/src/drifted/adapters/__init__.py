"""How the shop's port is met."""
