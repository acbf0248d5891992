"""A shop as it is configured well, where nobody is at the other end."""

from __future__ import annotations

ENVIRONMENT = {
    "SHOP_DATABASE_URL": "sqlite:///nowhere/shop.db",
    "SHOP_REDIS_URL": "redis://localhost:1",
    "SHOP_PAYMENTS_URL": "https://payments.example",
    "SHOP_PAYMENTS_TOKEN": "sk_test_4242",
    "SHOP_TOKEN_KEY": "a key of thirty-two bytes or more",
    "SHOP_MAIL_URL": "smtp://shop%40example.com:hunter-4242@mail.example:587",
}
