"""Who imports whom: the graph, and import-linter's contracts on it."""
