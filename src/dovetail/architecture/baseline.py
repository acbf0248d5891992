"""The baseline: findings that were there when the gate came, and that may only grow fewer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dovetail.architecture.cache.files import write_whole
from dovetail.architecture.findings import Finding, Key
from dovetail.architecture.source.settings_file import read_if_there
from dovetail.errors import ContractError
from dovetail.terms import NONE, Terms, read_terms

FILE = "dovetail-baseline.json"
_VERSION = 1


@dataclass(frozen=True)
class Baseline:
    """The keys of known findings: the rule, the module, and what it reaches. Lines and chains are no part of them.

    Attributes:
        counts: how often each is known; a second `open()` in a module that has a known one is new.
        terms: until when some of them are let pass, and who decided it.
    """

    counts: Counter[Key] = field(default_factory=Counter)
    terms: Mapping[Key, Terms] = field(default_factory=dict)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Baseline:
        """The baseline that knows these findings: each direct one, and once all chains with the same ends."""
        once = list(dict.fromkeys(findings))
        direct = Counter(finding.key for finding in once if len(finding.chain) <= 2)
        return cls(direct + _chained(once))

    @property
    def keys(self) -> frozenset[Key]:
        """What is known, however often."""
        return frozenset(self.counts)

    @property
    def total(self) -> int:
        """How many findings are known."""
        return self.counts.total()

    def with_and_without(self, added: Iterable[Key], removed: Iterable[Key]) -> Baseline:
        """The same with some more keys, and some less."""
        counts = self.counts + Counter(added) - Counter(removed)
        return Baseline(counts, {key: terms for key, terms in self.terms.items() if key in counts})

    def on_terms(self, keys: Iterable[Key], terms: Terms) -> Baseline:
        """The same with terms for some keys."""
        return replace(self, terms={**self.terms, **dict.fromkeys(keys, terms)})

    def due(self) -> list[str]:
        """One line for each known finding whose day has come."""
        return [
            f"{said}: {' '.join(key)} in {FILE}"
            for key, terms in sorted(self.terms.items())
            if key in self.counts and (said := terms.told())
        ]

    def mark(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings, those that are known marked so: of several alike, the first in the order of their places.

        Of chains with the same ends, however many are shown, all are known or none.
        """
        once = sorted(dict.fromkeys(findings), key=lambda finding: finding.place)
        left = self.counts - _chained(once)
        marked: list[Finding] = []
        for finding in once:
            if len(finding.chain) > 2:
                known = finding.key in self.counts
            else:
                known = left[finding.key] > 0
                left[finding.key] -= 1
            marked.append(finding._replace(baseline=known))
        return marked

    def new(self, findings: Iterable[Finding]) -> list[Finding]:
        """Those that are not known."""
        return [finding for finding in self.mark(findings) if not finding.baseline]

    def fixed(self, findings: Iterable[Finding]) -> list[Key]:
        """What is known and no longer there, each as often as it is missing."""
        return sorted((self.counts - self.of(findings).counts).elements())

    def text(self) -> str:
        """The file's text: one finding a line, in order."""
        lines = [json.dumps(self._entry(key), ensure_ascii=False) for key in sorted(self.counts.elements())]
        body = ",\n".join(f"    {line}" for line in lines)
        return f'{{\n  "version": {_VERSION},\n  "findings": [\n{body}\n  ]\n}}\n'

    def _entry(self, key: Key) -> list[str] | dict[str, Any]:
        terms = self.terms.get(key, NONE)
        if terms == NONE:
            return list(key)
        until = {"until": terms.until.isoformat()} if terms.until else {}
        return {"finding": list(key), **until, **({"who": terms.who} if terms.who else {})}

    def write(self, root: Path) -> None:
        """Write the file: as a whole, or not at all.

        Raises:
            ContractError: it cannot be written; the old one is still there.
        """
        path = root / FILE
        try:
            # Half of a surrogate pair is no text, but JSON can say it.
            write_whole(str(path), self.text().encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise ContractError(f"{path} cannot be written: {error.strerror}", "the old one is as it was") from error


def _chained(findings: Iterable[Finding]) -> Counter[Key]:
    """The ends of chains, each once."""
    return Counter({finding.key for finding in findings if len(finding.chain) > 2})


def read_baseline(root: Path) -> Baseline | None:
    """Read the baseline of a repository.

    Returns:
        None where there is none.

    Raises:
        ContractError: the file is not what `dovetail baseline` writes, or is a folder.
    """
    path = root / FILE
    if path.is_dir():
        raise ContractError(f"{path} is a folder", "take it away, and write the file anew: dovetail baseline")
    content = read_if_there(path)
    if content is None:
        return None
    try:
        document = json.loads(content)
        entries = [_read(entry) for entry in document["findings"]]
        known = document["version"] == _VERSION
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _unreadable(path, str(error)) from error
    if not known:
        raise _unreadable(path, f"it is of version {document['version']}")
    return Baseline(Counter(key for key, _ in entries), {key: terms for key, terms in entries if terms != NONE})


def _read(entry: Any) -> tuple[Key, Terms]:
    """A finding, by itself or with its terms."""
    key = entry["finding"] if isinstance(entry, dict) else entry
    rule, module, subject = map(_text, key)
    example = '{"finding": ["ARCH-02", "shop.domain", "sqlalchemy"], "until": "2027-01-31", "who": "Ana"}'
    terms = read_terms(entry.get("until"), entry.get("who"), example) if isinstance(entry, dict) else NONE
    return (rule, module, subject), terms


def _text(part: Any) -> str:
    if not isinstance(part, str):
        raise TypeError(f"{json.dumps(part)} is no text")
    return part


def _unreadable(path: Path, reason: str) -> ContractError:
    return ContractError(f"{path} cannot be read: {reason}", f"remove {FILE} and write it anew: dovetail baseline")
