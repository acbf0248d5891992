from shop.sales.events import OrderPlaced

__all__ = ["OrderPlaced"]
