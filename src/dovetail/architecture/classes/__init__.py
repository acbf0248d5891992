"""What the source declares: ports, adapters, models and suites, found without importing any of them."""
