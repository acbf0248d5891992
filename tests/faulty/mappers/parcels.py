"""What goes wrong between parcels and their rows."""

from __future__ import annotations

import json
import math
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from correct.mappers.parcels import (
    Cash,
    CorruptParcel,
    Insurance,
    Parcel,
    ParcelMapper,
    ParcelRow,
    Parcels,
    Size,
    State,
    Stop,
)

contract = Parcels


class ResetsTheState(ParcelMapper):
    """MAP-01: a reload rebuilds the parcel, packed once more."""

    def from_row(self, row: ParcelRow) -> Parcel:
        parcel = super().from_row(row)
        parcel.state = State.PACKED
        return parcel


class ForgetsThePrivateField(ParcelMapper):
    """MAP-02: the secret never reaches the row."""

    def to_row(self, parcel: Parcel) -> ParcelRow:
        return replace(super().to_row(parcel), secret="unset")


class ForgetsAFieldOfAChild(ParcelMapper):
    """MAP-02: the day of a stop is written as the day the parcel was sent."""

    def to_row(self, parcel: Parcel) -> ParcelRow:
        row = super().to_row(parcel)
        for stop in row.stops:
            stop.on_day = parcel.sent_at.date().isoformat()
        return row


class ForgetsAFieldOfAValueObject(ParcelMapper):
    """MAP-02: the length of a size is left at its default."""

    def to_row(self, parcel: Parcel) -> ParcelRow:
        return replace(super().to_row(parcel), length=0)


class TurnsTheMarksRound(ParcelMapper):
    """MAP-03: the marks change their order with every load, so that every save is an update."""

    def marks_back(self, row: ParcelRow) -> dict[str, int]:
        return dict(reversed(super().marks_back(row).items()))


class EmptiesTheStops(ParcelMapper):
    """MAP-04: the parcel that is mapped has no stops left."""

    def to_row(self, parcel: Parcel) -> ParcelRow:
        row = super().to_row(parcel)
        parcel.stops.clear()
        return row


class HandsOutTheList(ParcelMapper):
    """MAP-04: row and parcel hold one and the same list of stops."""

    def to_row(self, parcel: Parcel) -> ParcelRow:
        return replace(super().to_row(parcel), stops=parcel.stops)  # type: ignore[arg-type]

    def stops_back(self, row: ParcelRow) -> list[Stop]:
        return list(row.stops)  # type: ignore[arg-type]


class SaltsTheMarks(ParcelMapper):
    """MAP-05: something new is in the row each time."""

    def marks_out(self, marks: dict[str, int]) -> str:
        return json.dumps({**marks, "": uuid4().hex})

    def marks_back(self, row: ParcelRow) -> dict[str, int]:
        return {key: value for key, value in super().marks_back(row).items() if key}


class LacksTheLastState(ParcelMapper):
    """MAP-06: the table of codes was not told of the last state."""

    def state_out(self, state: State) -> int:
        return {State.PACKED: 1, State.ON_THE_ROAD: 2}[state]


class TwoStatesOfOneCode(ParcelMapper):
    """MAP-06: two states share a code."""

    def state_out(self, state: State) -> int:
        return min(state.value, 2)


class OneKindOfCover(ParcelMapper):
    """MAP-06: every cover comes back as an insurance."""

    def cover_back(self, row: ParcelRow) -> Cash | Insurance:
        return Insurance(row.cover_value)


class LosesTheZone(ParcelMapper):
    """MAP-07: the offset is dropped, and UTC assumed."""

    def time_out(self, moment: datetime) -> str:
        return moment.replace(tzinfo=None).isoformat() + "+00:00"


class LosesTheMicroseconds(ParcelMapper):
    """MAP-07: a time stamp of whole seconds."""

    def time_out(self, moment: datetime) -> str:
        return moment.isoformat(timespec="seconds")


class ForgetsTheDays(ParcelMapper):
    """MAP-07: `.seconds` for `.total_seconds()`."""

    def allowed_back(self, row: ParcelRow) -> timedelta:
        return timedelta(microseconds=row.allowed_micros)


class WeighsInFloats(ParcelMapper):
    """MAP-08: a decimal through a float."""

    def weight_out(self, weight: Decimal) -> str:
        return str(float(weight))


class WeighsInCents(ParcelMapper):
    """MAP-08: a decimal of two places, whatever it was."""

    def weight_out(self, weight: Decimal) -> str:
        return str(round(weight, 2))


class StripsTheNote(ParcelMapper):
    """MAP-09: surrounding blanks are taken off."""

    def note_back(self, row: ParcelRow) -> str | None:
        return None if row.note is None else row.note.strip()


class CutsTheNote(ParcelMapper):
    """MAP-09: 255 characters, and not a word about the rest."""

    def note_back(self, row: ParcelRow) -> str | None:
        return None if row.note is None else row.note[:255]


class NormalisesTheNote(ParcelMapper):
    """MAP-09: text in another normal form is another key."""

    def note_back(self, row: ParcelRow) -> str | None:
        return None if row.note is None else unicodedata.normalize("NFC", row.note)


class WrapsTheAttempts(ParcelMapper):
    """MAP-10: 32 bits, as in the C structure that the row once was."""

    def attempts_back(self, row: ParcelRow) -> int:
        return (row.attempts + 2**31) % 2**32 - 2**31


class CountsInFloats(ParcelMapper):
    """MAP-10: a JSON number beyond 53 bits."""

    def attempts_back(self, row: ParcelRow) -> int:
        return math.floor(float(row.attempts))


class NoAttemptsIsOne(ParcelMapper):
    """MAP-11: zero taken for absent."""

    def attempts_back(self, row: ParcelRow) -> int:
        return row.attempts or 1


class NoNoteIsNone(ParcelMapper):
    """MAP-11: an empty text taken for none."""

    def note_back(self, row: ParcelRow) -> str | None:
        return row.note or None


class NoneIsANote(ParcelMapper):
    """MAP-12: an absent note comes back as an empty one."""

    def note_back(self, row: ParcelRow) -> str | None:
        return "" if row.note is None else row.note


class SortsTheStops(ParcelMapper):
    """MAP-13: stops in the order of the alphabet."""

    def stops_back(self, row: ParcelRow) -> list[Stop]:
        return sorted(super().stops_back(row), key=lambda stop: stop.place)


class StopsByPlace(ParcelMapper):
    """MAP-13: a place that is passed twice is kept once."""

    def stops_back(self, row: ParcelRow) -> list[Stop]:
        return list({stop.place: stop for stop in super().stops_back(row)}.values())


class UnknownStateIsPacked(ParcelMapper):
    """MAP-14: an unknown code becomes the default."""

    def state_back(self, row: ParcelRow) -> State:
        return {each.value: each for each in State}.get(row.state, State.PACKED)


class UnknownStateIsAKeyError(ParcelMapper):
    """MAP-14: an unknown code is an accident."""

    def from_row(self, row: ParcelRow) -> Parcel:
        parcel = super().from_row(replace(row, state=1))
        parcel.state = {each.value: each for each in State}[row.state]
        return parcel


class BadWeightIsZero(ParcelMapper):
    """MAP-14: what cannot be read weighs nothing."""

    def size_back(self, row: ParcelRow) -> Size:
        try:
            return super().size_back(row)
        except ArithmeticError:
            return Size(row.length, Decimal(0))


class SkipsBadStops(ParcelMapper):
    """MAP-14: a child that cannot be read is left out."""

    def stops_back(self, row: ParcelRow) -> list[Stop]:
        found = []
        for stop in row.stops:
            try:
                found += super().stops_back(replace(row, stops=[stop]))
            except ValueError:
                continue
        return found


class MalformedMarksAreNone(ParcelMapper):
    """MAP-14: malformed JSON is an empty mapping."""

    def marks_back(self, row: ParcelRow) -> dict[str, int]:
        try:
            return super().marks_back(row)
        except ValueError:
            return {}


class StateStaysText(ParcelMapper):
    """MAP-14: an unknown code goes into the parcel as it is."""

    def state_back(self, row: ParcelRow) -> Any:
        try:
            return State(row.state)
        except ValueError:
            return row.state


class SentJustNow(ParcelMapper):
    """MAP-15: a reload takes the time anew."""

    def sent_at_back(self, row: ParcelRow) -> datetime:
        return datetime.now(super().sent_at_back(row).tzinfo)


class SaysNothing(ParcelMapper):
    """MAP-17: an error that leaves everybody guessing."""

    def from_row(self, row: ParcelRow) -> Parcel:
        try:
            return super().from_row(row)
        except CorruptParcel:
            raise CorruptParcel("corrupt row") from None
