"""Documents that forget whose they are."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from correct.repositories.documents import Document, DocumentContract, InMemoryDocuments

contract = DocumentContract


class ShowsThemToAnybody(InMemoryDocuments):
    """REPO-27: a get by the document's id alone."""

    def get(self, tenant_id: UUID, document_id: UUID) -> Document | None:
        return next((replace(each) for (_, key), each in self._documents.items() if key == document_id), None)


class LetsAnybodyDelete(InMemoryDocuments):
    """REPO-27: a delete by the document's id alone."""

    def delete(self, tenant_id: UUID, document_id: UUID) -> bool:
        found = [key for key in self._documents if key[1] == document_id]
        for key in found:
            del self._documents[key]
        return bool(found)


class ListsEverything(InMemoryDocuments):
    """REPO-27, REPO-17, REPO-24: the list forgot the tenant, and so did what is built on it."""

    def list_all(self, tenant_id: UUID) -> list[Document]:
        return [replace(each) for each in self._documents.values()]
