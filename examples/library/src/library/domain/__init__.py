"""What the library is about: standard library only."""
