"""Event stores with one mistake each; the docstring names first the clause that finds it."""
