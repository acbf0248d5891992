"""What an account is, what may happen to it, and where that is kept."""
