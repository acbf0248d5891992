"""Replies that are read from an OpenAPI document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from correct.gateway.payments import HttpPayments, PaymentsContract
from dovetail import ContractError, Reply, openapi, verify

RECEIPT = {
    "type": "object",
    "required": ["id", "amount", "status"],
    "properties": {
        "id": {"type": "string", "example": "ch_1"},
        "amount": {"type": "integer"},
        "status": {"enum": ["succeeded", "pending"]},
        "note": {"type": ["string", "null"]},
    },
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/charges": {
            "post": {
                "operationId": "charge",
                "responses": {
                    "201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Receipt"}}}},
                    "402": {"description": "declined"},
                },
            }
        },
        "/charges/one": {
            "get": {
                "operationId": "getReceipt",
                "responses": {"200": {"$ref": "#/components/responses/Receipt"}},
            },
            "delete": {"responses": {"204": {"description": "gone"}}},
        },
        "/lists": {
            "get": {
                "operationId": "listAll",
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/All"}}}}
                },
            }
        },
    },
    "components": {
        "schemas": {
            "Receipt": RECEIPT,
            "All": {
                "allOf": [{"required": ["items"]}],
                "properties": {
                    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Receipt"}},
                    "at": {"type": "string", "format": "date-time"},
                },
            },
        },
        "responses": {
            "Receipt": {
                "content": {"application/json": {"example": {"id": "ch_9", "amount": 5, "status": "pending"}}},
            }
        },
    },
}


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "stripe.json"
    path.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    return path


def test_replies_are_examples_or_made_of_schemas(document: Path) -> None:
    replies = openapi(document, {"receipt": "getReceipt", "cancel": "DELETE /charges/one"})

    assert replies["charge"] == Reply(201, {"id": "ch_1", "amount": 1, "status": "succeeded", "note": "text"})
    assert replies["receipt"] == Reply(200, {"id": "ch_9", "amount": 5, "status": "pending"})
    assert replies["cancel"] == Reply(204)
    assert replies["list_all"].json["at"] == "2026-07-01T12:00:00Z"
    assert [each["id"] for each in replies["list_all"].json["items"]] == ["ch_1"]


def test_what_a_schema_does_not_require_is_optional(document: Path) -> None:
    replies = openapi(document)

    assert replies.optional["charge"] == ["note"]
    assert replies.optional["list_all"] == ["items[0].note", "at"]


def test_a_gateway_is_held_to_a_document(document: Path) -> None:
    """Operations of the document that the port does not have are no concern of it."""
    replies = openapi(document, {"receipt": "getReceipt", "cancel": "DELETE /charges/one"})
    asked = {"GATE-01", "GATE-03"}
    checks = tuple(each for each in PaymentsContract.checks if each.clause in asked)
    stated = {"adapter": HttpPayments, "replies": replies, "results": {}, "checks": checks}
    report = verify(type("TestDocumented", (PaymentsContract,), stated))

    assert report.holds, report.findings


@pytest.mark.parametrize(
    ("change", "operations", "cause"),
    [
        ({}, {"charge": "chargeTwice"}, "has no operation chargeTwice"),
        ({"paths": {"/a": {"get": {"operationId": "a", "responses": {"404": {}}}}}}, {}, "has no response of 2xx"),
    ],
)
def test_what_a_document_does_not_have_is_told(
    tmp_path: Path, change: dict[str, Any], operations: dict[str, str], cause: str
) -> None:
    path = tmp_path / "doc.json"
    path.write_text(json.dumps({**DOCUMENT, **change}), encoding="utf-8")

    with pytest.raises(ContractError, match=cause):
        openapi(path, operations)


def test_a_document_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="cannot be read"):
        openapi(tmp_path / "none.json")


def test_a_document_in_yaml_is_read(tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    path = tmp_path / "doc.yaml"
    path.write_text(yaml.safe_dump(DOCUMENT), encoding="utf-8")

    assert openapi(path)["charge"].status == 201
