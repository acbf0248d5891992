"""Adapters for servers, each over what a fixture starts, that keep every clause."""
