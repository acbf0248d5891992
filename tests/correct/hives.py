"""Beehives and their frames, which units of work keep in Redis and in files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Hive:
    id: str
    keeper: str
    frames: int = 0

    def add_frames(self, frames: int) -> None:
        self.frames += abs(frames) % 1000 + 1


class StaleHive(Exception):
    """Somebody else has changed it since it was read."""
