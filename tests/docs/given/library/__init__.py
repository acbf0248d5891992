"""A library, as the page on units of work supposes it to be there."""
