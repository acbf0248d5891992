"""What the ledger's adapters promise, once per port."""
