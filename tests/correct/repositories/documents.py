"""Documents of several tenants, each of whom sees only its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from dovetail import RepositoryContract


@dataclass
class Document:
    id: UUID
    tenant_id: UUID
    title: str
    archived: bool = False


class Documents(Protocol):
    def save(self, document: Document) -> None: ...
    def get(self, tenant_id: UUID, document_id: UUID) -> Document | None: ...
    def delete(self, tenant_id: UUID, document_id: UUID) -> bool: ...
    def list_all(self, tenant_id: UUID) -> list[Document]: ...
    def find_by_title(self, tenant_id: UUID, title: str) -> list[Document]: ...
    def count(self, tenant_id: UUID) -> int: ...


class InMemoryDocuments:
    def __init__(self) -> None:
        self._documents: dict[tuple[UUID, UUID], Document] = {}

    def save(self, document: Document) -> None:
        self._documents[document.tenant_id, document.id] = replace(document)

    def get(self, tenant_id: UUID, document_id: UUID) -> Document | None:
        found = self._documents.get((tenant_id, document_id))
        return found and replace(found)

    def delete(self, tenant_id: UUID, document_id: UUID) -> bool:
        return self._documents.pop((tenant_id, document_id), None) is not None

    def list_all(self, tenant_id: UUID) -> list[Document]:
        return [replace(each) for (tenant, _), each in self._documents.items() if tenant == tenant_id]

    def find_by_title(self, tenant_id: UUID, title: str) -> list[Document]:
        return [each for each in self.list_all(tenant_id) if each.title == title]

    def count(self, tenant_id: UUID) -> int:
        return len(self.list_all(tenant_id))


class DocumentContract(RepositoryContract):
    port = Documents


class Suite(DocumentContract):
    adapter = InMemoryDocuments
