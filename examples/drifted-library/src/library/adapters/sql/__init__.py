"""The library in a relational database, through SQLAlchemy."""
