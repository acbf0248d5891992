"""Repositories that keep every promise, as real teams write them: each in a domain and a vocabulary of its own."""
