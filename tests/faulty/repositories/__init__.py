"""Repositories with one realistic fault each; the docstring names the clause that breaks, then those that fall with it.

A module holds the faults of one adapter. `contract` is what they are held to, and `store`, where there is one, opens
an adapter over a store of its own.
"""
