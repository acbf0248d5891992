"""What `dovetail init` found and what it writes, made visible."""
