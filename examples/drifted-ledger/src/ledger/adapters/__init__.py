"""How the ledger's ports are met: each adapter alone, none known to the domain."""
