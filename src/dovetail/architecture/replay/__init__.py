"""The last answer, given again: where it is kept, what it depends on, and when it stands though files changed."""
