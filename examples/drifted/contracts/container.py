"""What the composition root promises: it serves every port, for the process, and closes what it opened."""

from __future__ import annotations

import httpx
from dovetail import ContainerContract
from sqlalchemy import Engine

from drifted.domain.emails import EmailService
from drifted.domain.identity import IdentityProvider
from drifted.domain.orders import OrderRepository
from drifted.domain.payments import PaymentGateway


class ShopContainerContract(ContainerContract):
    core = "drifted.domain"
    lifetimes = {"singleton": [OrderRepository, IdentityProvider, PaymentGateway, EmailService]}
    finalised = {Engine: "dispose", httpx.Client: "close"}
    configuration = {
        "DRIFTED_DATABASE_URL": "sqlite:///nowhere/shop.db",
        "DRIFTED_PAYMENTS_URL": "https://payments.example",
        "DRIFTED_TOKEN_KEY": "a key of thirty-two bytes or more",
        "DRIFTED_MAIL_HOST": "mail.example",
    }
