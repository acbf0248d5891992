"""The contracts, each a suite of clauses that any adapter is held to; nothing in here knows of pytest."""
