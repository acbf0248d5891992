"""Projects whose migrations break one clause each: a correct one, with one file or two of another content."""
