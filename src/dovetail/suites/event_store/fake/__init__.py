"""A working event store in memory, made from a port and the policies of its contract."""
