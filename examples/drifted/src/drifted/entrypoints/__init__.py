"""How one comes in."""
