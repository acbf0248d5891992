"""Replies that are read from an OpenAPI document, so that what the provider published is written once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dovetail.errors import ContractError
from dovetail.naming import snake
from dovetail.suites.gateway.reply import Reply

_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_DEEPEST = 12
_OF_TYPE: dict[str, Any] = {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "null": None}
_OF_FORMAT = {
    "date": "2026-07-01",
    "date-time": "2026-07-01T12:00:00Z",
    "uuid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "email": "ann@example.org",
    "uri": "https://example.org/",
}


class Documented(dict[str, Reply]):
    """Replies by operation, read from a document.

    Attributes:
        optional: by operation, the fields that the document does not require.
    """

    def __init__(self, replies: Mapping[str, Reply], optional: Mapping[str, list[str]]) -> None:
        super().__init__(replies)
        self.optional = optional


def openapi(path: str | Path, operations: Mapping[str, str] | None = None) -> Documented:
    """The replies on success that an OpenAPI document (3.0 or 3.1, as JSON or YAML) gives for its operations.

    An operation of the document is one of the port by its `operationId`, whose words are parted by underscores:
    `createCharge` is `create_charge`. The reply is the lowest status of 2xx with its example, or with one made of
    its schema. Fields that the schema does not require are optional.

    Args:
        path: the document; a relative one is looked for from the working directory.
        operations: operations of the port under another name than in the document: `{"charge": "createCharge"}`, or by
            request: `{"charge": "POST /charges"}`.

    Raises:
        ContractError: the document cannot be read, or has no such operation.
    """
    document = _read(Path(path))
    found = dict(_operations(document))
    names = {snake(name): name for name in found if " " not in name} | dict(operations or {})
    replies, optional = {}, {}
    for name, wanted in names.items():
        if wanted not in found:
            known = ", ".join(each for each in found if " " not in each) or ", ".join(found)
            raise ContractError(f"{path} has no operation {wanted}", f"its operations are {known}")
        replies[name], optional[name] = _reply(document, found[wanted], f"{wanted} of {path}")
    return Documented(replies, optional)


def _read(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContractError(f"the OpenAPI document cannot be read: {error}", "see to the path") from error
    try:
        return json.loads(text) if path.suffix == ".json" else _yaml(text)
    except ValueError as error:
        raise ContractError(f"{path} is no JSON and no YAML: {error}", "correct the document") from error


def _yaml(text: str) -> Any:
    try:
        import yaml  # noqa: PLC0415 - only for those whose document is written in it
    except ImportError as error:
        raise ContractError("an OpenAPI document in YAML is read by PyYAML", "pip install pyyaml") from error
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _operations(document: Any) -> Iterator[tuple[str, Any]]:
    """The operations, by operationId and by request: `createCharge`, and `POST /charges`."""
    for path, item in document.get("paths", {}).items():
        for method in _METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]
                if "operationId" in item[method]:
                    yield item[method]["operationId"], item[method]


def _reply(document: Any, operation: Any, where: str) -> tuple[Reply, list[str]]:
    """The reply of an operation on success, and the fields of it that are optional."""
    statuses = sorted(str(each) for each in operation.get("responses", {}) if str(each).startswith("2"))
    if not statuses:
        raise ContractError(f"{where} has no response of 2xx", "add it to the document, or state the Reply in replies")
    responses = {str(status): each for status, each in operation["responses"].items()}  # YAML makes numbers of them
    response = _resolved(document, responses[statuses[0]])
    status = 200 if "X" in statuses[0].upper() else int(statuses[0])
    content = response.get("content", {})
    media = next((value for name, value in content.items() if "json" in name), None)
    if media is None:
        return Reply(status), []
    schema = media.get("schema", {})
    return Reply(status, json=_example(document, media, schema)), list(_unrequired(document, schema))


def _example(document: Any, media: Any, schema: Any) -> Any:
    """The example of a media type, the first of several, or one that is made of the schema."""
    if "example" in media:
        return media["example"]
    for each in media.get("examples", {}).values():
        return _resolved(document, each).get("value")
    return _made(document, schema)


def _made(document: Any, schema: Any, depth: int = 0) -> Any:
    schema = _resolved(document, schema)
    for name in ("example", "default", "const"):
        if name in schema:
            return schema[name]
    for name in ("examples", "enum"):
        if schema.get(name):
            return schema[name][0]
    for name in ("oneOf", "anyOf"):
        if schema.get(name):
            return _made(document, schema[name][0], depth + 1)
    properties = dict(_properties(document, schema))
    if properties and depth < _DEEPEST:
        return {name: _made(document, each, depth + 1) for name, each in properties.items()}
    kind = schema.get("type")
    kind = next((each for each in kind if each != "null"), "null") if isinstance(kind, list) else kind
    if kind == "array":
        return [_made(document, schema.get("items", {}), depth + 1)] if depth < _DEEPEST else []
    if kind == "string":
        return _OF_FORMAT.get(schema.get("format", ""), _OF_TYPE["string"])
    return _OF_TYPE.get(kind or "", {})


def _properties(document: Any, schema: Any) -> Iterator[tuple[str, Any]]:
    for part in schema.get("allOf", ()):
        yield from _properties(document, _resolved(document, part))
    yield from schema.get("properties", {}).items()


def _required(document: Any, schema: Any) -> set[str]:
    found = set(schema.get("required", ()))
    for part in schema.get("allOf", ()):
        found |= _required(document, _resolved(document, part))
    return found


def _unrequired(document: Any, schema: Any, path: str = "", depth: int = 0) -> Iterator[str]:
    """The fields that may be missing, as `optional` names them: `customer.name`, `lines[0].note`."""
    schema = _resolved(document, schema)
    required = _required(document, schema)
    if depth > _DEEPEST:
        return
    for name, each in _properties(document, schema):
        where = f"{path}.{name}".removeprefix(".")
        if name not in required:
            yield where
        yield from _unrequired(document, each, where, depth + 1)
    if "items" in schema:
        yield from _unrequired(document, schema["items"], f"{path}[0]", depth + 1)


def _resolved(document: Any, part: Any) -> Any:
    """What a part stands for, where it refers to another place of the document."""
    for _ in range(_DEEPEST):
        if not isinstance(part, dict) or "$ref" not in part:
            break
        reference = str(part["$ref"])
        if not reference.startswith("#/"):
            raise ContractError(f"the OpenAPI document refers to {reference}", "put all of it into one document")
        part = document
        for step in reference.removeprefix("#/").split("/"):
            part = part[step.replace("~1", "/").replace("~0", "~")]
    return part or {}
