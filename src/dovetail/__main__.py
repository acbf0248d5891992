"""`python -m dovetail`: the command line, where the console script is not on the path."""

from __future__ import annotations

from dovetail.cli import program

if __name__ == "__main__":
    program()
