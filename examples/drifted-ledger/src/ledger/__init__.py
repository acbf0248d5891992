"""Accounts whose every movement is kept: the balance is what happened."""
