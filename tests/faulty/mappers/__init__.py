"""Mappers with one realistic fault each; the docstring names the clause that breaks.

A class gives what its contract states: each is mixed into a `MapperContract` as it stands.
"""
