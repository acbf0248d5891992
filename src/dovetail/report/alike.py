"""Many modules that differ in one part of their names, said in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dovetail.report.escaping import visible

_FEW = 3
"""As many are named one by one."""


def alike(modules: Iterable[str]) -> Iterator[str]:
    """The modules; more than three in folders beside each other as one pattern: `app.*.domain (17 modules)`."""
    groups: dict[tuple[str, str], list[str]] = {}
    for module in modules:
        above, _, last = module.rpartition(".")
        groups.setdefault((above.rpartition(".")[0], last), []).append(module)
    for (above, last), found in groups.items():
        if above and len(found) > _FEW:
            yield f"{visible(above)}.*.{visible(last)} ({len(found)} modules)"
        else:
            yield from map(visible, found)
