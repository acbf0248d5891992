"""Relays in a scenario: to whom they publish, which message is which, and what is left to send."""
