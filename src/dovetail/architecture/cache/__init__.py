"""What is kept from run to run: the imports of unchanged files."""
