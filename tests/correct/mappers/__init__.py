"""Mappers that lose nothing, as real teams write them: each with models of another make."""
