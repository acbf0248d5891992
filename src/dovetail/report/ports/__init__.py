"""The inventory made visible: text, Markdown."""
