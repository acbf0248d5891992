"""What is around an adapter while its clauses run: what it is given, and what it lets others know.

- `factory.Factory`: a callable that makes adapters, and the things that are handed over to its parameters by name.
- `source.HandedSource`: the source of a suite whose adapters are made by such a callable.
- `clock.Clock`: the time that an adapter is handed, so that nobody waits for it.
- `disclosure`, `logs`: all that an answer, an object and the log tell, to look for a secret in it.
"""
