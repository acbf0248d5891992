"""Adapters for servers, each with one fault that only a failure or another client shows."""
