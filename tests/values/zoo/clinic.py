"""A clinic: dataclasses with value objects that check themselves, in every style of check."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum, Flag, IntEnum, StrEnum, auto
from typing import NewType
from uuid import UUID

PatientId = NewType("PatientId", UUID)
_INSURANCE = re.compile(r"^[A-Z]\d{9}$")
_BLOOD = {"A+", "A-", "B+", "B-", "AB+", "AB-", "0+", "0-"}
MAX_DOSES = 12


class ClinicError(Exception):
    """The clinic's own error."""


@dataclass(frozen=True, slots=True)
class InsuranceNumber:
    value: str

    def __post_init__(self) -> None:
        if not _INSURANCE.match(self.value):
            raise ClinicError(self.value)


@dataclass(frozen=True)
class BloodGroup:
    code: str

    def __post_init__(self) -> None:
        if self.code not in _BLOOD:
            raise ClinicError(self.code)


@dataclass(frozen=True)
class Weight:
    kilograms: Decimal

    def __post_init__(self) -> None:
        if not Decimal("0.2") <= self.kilograms <= 500:
            raise ClinicError


@dataclass(frozen=True)
class Name:
    first: str
    last: str

    def __post_init__(self) -> None:
        if not self.first.strip() or not self.last.strip():
            raise ClinicError("a name has two parts")
        if len(self.first) > 100 or len(self.last) > 100:
            raise ClinicError("too long")


@dataclass(frozen=True)
class Stay:
    admitted: datetime
    discharged: datetime | None = None

    def __post_init__(self) -> None:
        if self.admitted.tzinfo is None:
            raise ClinicError("aware times only")
        if self.discharged is not None and self.discharged <= self.admitted:
            raise ClinicError("nobody leaves before coming")


@dataclass(frozen=True, kw_only=True)
class Prescription:
    drug: str
    doses: int
    every: timedelta
    strength: float

    def __post_init__(self) -> None:
        if not 1 <= self.doses <= MAX_DOSES:
            raise ClinicError("doses")
        if self.every <= timedelta(0):
            raise ClinicError("interval")
        if not 0 < self.strength < 1000:
            raise ClinicError("strength")
        if not re.fullmatch(r"[a-z]{3,12}", self.drug):
            raise ClinicError("drug")


class Ward(Enum):
    SURGERY = "surgery"
    CHILDREN = "children"


class Triage(IntEnum):
    RED = 1
    GREEN = 3


class Diet(StrEnum):
    NONE = "none"
    VEGAN = "vegan"


class Allergies(Flag):
    NUTS = auto()
    MILK = auto()


@dataclass
class Patient:
    id: PatientId
    name: Name
    born: date
    insurance: InsuranceNumber
    blood: BloodGroup | None
    weight: Weight
    ward: Ward
    triage: Triage = Triage.GREEN
    diet: Diet = Diet.NONE
    allergies: Allergies = Allergies.NUTS
    stays: list[Stay] = field(default_factory=list)
    prescriptions: tuple[Prescription, ...] = ()
    registered_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    _notes: list[str] = field(default_factory=list, repr=False)

    def admit(self, stay: Stay) -> None:
        self.stays.append(stay)

    def discharge_all(self) -> None:
        self.stays.clear()

    def prescribe(self, prescription: Prescription) -> None:
        if len(self.prescriptions) >= 10:
            raise ClinicError("enough")
        self.prescriptions = (*self.prescriptions, prescription)

    def move(self, ward: Ward) -> None:
        if ward is self.ward:
            raise ClinicError("already there")
        self._set_ward(ward)

    def _set_ward(self, ward: Ward) -> None:
        self.ward = ward

    def note(self, text: str) -> None:
        self._notes.append(text)

    def age_on(self, day: date) -> int:
        return day.year - self.born.year

    @property
    def is_in(self) -> bool:
        return any(stay.discharged is None for stay in self.stays)
