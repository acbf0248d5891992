from os import remove as forget

__all__ = ["forget"]
