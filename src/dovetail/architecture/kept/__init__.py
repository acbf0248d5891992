"""What is kept from run to run: the last answer, what it depends on, and the imports of unchanged files."""
