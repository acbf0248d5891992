"""Verified fakes of readers: over the fake of the command side that writes what they read."""
