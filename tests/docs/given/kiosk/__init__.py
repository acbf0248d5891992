"""A kiosk, as the page on caches supposes it to be there."""
