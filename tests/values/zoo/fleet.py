"""A car fleet: pydantic models."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    PositiveInt,
    SecretStr,
    StringConstraints,
    field_validator,
    model_validator,
)

T = TypeVar("T")
Plate = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}-[A-Z]{2} \d{1,4}$")]


class Reading(BaseModel):
    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    kilometres: int = Field(ge=0, le=2_000_000)


class Electric(BaseModel):
    kind: Literal["electric"] = "electric"
    battery: float = Field(gt=0, lt=200)


class Diesel(BaseModel):
    kind: Literal["diesel"] = "diesel"
    tank: PositiveInt


class Car(BaseModel):
    model_config = ConfigDict(validate_assignment=True)

    id: int = Field(alias="carId", gt=0)
    plate: Plate
    engine: Electric | Diesel = Field(discriminator="kind")
    price: Decimal = Field(max_digits=8, decimal_places=2, ge=0)
    seats: Annotated[int, Field(ge=1, le=9)]
    doors: int
    tags: set[str] = Field(default_factory=set, max_length=3)
    readings: list[Reading] = Field(default_factory=list)
    site: HttpUrl | None = None
    pin: SecretStr
    leased_from: datetime
    leased_to: datetime
    _secret: str = "x"

    @field_validator("doors")
    @classmethod
    def _few_doors(cls, value: int) -> int:
        if value not in (2, 3, 4, 5):
            raise ValueError("two to five doors")
        return value

    @model_validator(mode="after")
    def _lease(self) -> Car:
        if (self.leased_from.tzinfo is None) != (self.leased_to.tzinfo is None) or self.leased_from > self.leased_to:
            raise ValueError("lease")
        return self


class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int
