"""Containers that put a harbour together as they should, with each library and with none."""
