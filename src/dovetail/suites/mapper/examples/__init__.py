"""What a mapper is tried with: parts of a value, and other values for them."""
