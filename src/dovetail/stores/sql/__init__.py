"""Stores in a SQL database, through SQLAlchemy 1.4 or newer."""
