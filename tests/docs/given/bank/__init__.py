"""A bank, as the page on event stores supposes it to be there."""
