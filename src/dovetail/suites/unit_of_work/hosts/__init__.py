"""Where the body of a unit of work runs while a clause speaks to it, one call after the other.

A unit that is a plain context manager is entered and left where the clause runs. An async one is entered, used and left
in one task, as its callers do it: what belongs to a task (a scoped session, a timeout) would not survive another one.
A unit that takes a function holds that function up in a thread of its own until the clause has said all.
"""
