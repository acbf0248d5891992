"""Correct identity providers, on several libraries and for several ports."""
