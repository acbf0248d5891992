"""From nothing to a gate: what a repository holds, read from its source, and the files that hold it from now on."""
