"""The whole gate in one run: the lint, the suites by way of pytest, and what the gate itself no longer sees."""
