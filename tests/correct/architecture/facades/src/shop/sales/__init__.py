from shop.sales.services import place_order

__all__ = ["place_order"]
