from shop.tools.files import forget

__all__ = ["forget"]
