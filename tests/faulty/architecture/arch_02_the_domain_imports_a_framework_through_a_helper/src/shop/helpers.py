from __future__ import annotations

import orjson


def to_json(value: object) -> str:
    return str(orjson.dumps(value))
