"""The page: one HTML file that shows the whole gate, opens from disk and asks for nothing from the network."""
