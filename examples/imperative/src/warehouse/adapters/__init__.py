"""How the warehouse is kept."""
