"""What the composition root promises: it serves every port, for the process, and closes what it opened."""

from __future__ import annotations

import httpx
from dovetail import ContainerContract
from redis import Redis
from sqlalchemy import Engine

from shop.domain.emails import EmailService
from shop.domain.identity import IdentityProvider
from shop.domain.orders import OrderRepository
from shop.domain.payments import PaymentGateway


class ShopContainerContract(ContainerContract):
    core = "shop.domain"
    lifetimes = {"singleton": [OrderRepository, IdentityProvider, PaymentGateway, EmailService]}
    finalised = {Engine: "dispose", Redis: "close", httpx.AsyncClient: "aclose"}
