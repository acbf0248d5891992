from decimal import Decimal


def rounded(price: Decimal) -> Decimal:
    return price.quantize(Decimal("0.01"))
