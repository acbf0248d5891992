"""Units of work with one realistic fault each; the docstring names the clause that breaks, then those that fall too.

A module holds the faults of one adapter. `contract` is what they are held to, and `store` opens an adapter over a store
of its own.
"""
