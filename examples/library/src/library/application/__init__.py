"""What one can do with the library: commands change it, queries read it, and neither knows the other."""
