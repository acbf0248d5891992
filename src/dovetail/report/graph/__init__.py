"""The graph of layers, drawn."""
