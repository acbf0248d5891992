"""A till, as the pages on gateways and the outbox suppose it to be there."""
