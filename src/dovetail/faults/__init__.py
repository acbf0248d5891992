"""Failures that really happen to a store: in SQL (`faults.sql`) and on the wire (`faults.proxy`, `faults.cut`)."""
