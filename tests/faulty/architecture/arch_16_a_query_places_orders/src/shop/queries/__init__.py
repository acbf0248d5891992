"""ARCH-16: a query of this package places orders."""
