"""Correct revokers of access: sessions in tables, pairs of tokens, lists of what is denied."""
