"""The application's process: how it is started, what it writes, how it is asked and ended."""
