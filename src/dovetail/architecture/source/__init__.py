"""The files of a repository: where they are, which modules they make, and what stands in them."""
