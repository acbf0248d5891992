"""Verified fakes of units of work: in memory, made from the unit's contract and from those of its repositories."""
