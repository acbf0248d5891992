"""Reports on orders, as the page on readers supposes them to be there."""
