"""Correct hashers of passwords, on several libraries and for several ports."""
