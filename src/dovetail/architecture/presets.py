"""The presets: architectures drawn as data in `contracts/architecture/`."""

from __future__ import annotations

import tomllib
from typing import NamedTuple

from dovetail.catalogue import directory
from dovetail.errors import ContractError, nearest


class PresetContract(NamedTuple):
    """An import-linter contract that a preset brings, written in the names of its layers.

    Attributes:
        clause: the rule that a broken import breaks.
        name: the contract's name in reports.
        type: import-linter's contract type.
        fix: what to do about a broken import `{module}` -> `{imported}`.
        source: the layer that must not import, for `forbidden`.
        forbidden: the layer that it must not import.
    """

    clause: str
    name: str
    type: str
    fix: str
    source: str = ""
    forbidden: str = ""


class Preset(NamedTuple):
    """One architecture.

    Attributes:
        name: what `architecture = ` says.
        title: its name in words.
        rows: the layers from the outside in; those of one row may import each other.
        core: the layers that must run without any framework, and where ports are declared.
        modules: the conventional module names of each layer.
        roles: the layers in which adapters live, those that call the core, and those that build it.
        contracts: the import contracts that hold it together.
        contexts: whether the children of a root package are bounded contexts.
        shared: the conventional names of children that are none.
        published: the conventional names of modules through which contexts may know each other.
    """

    name: str
    title: str
    rows: tuple[tuple[str, ...], ...]
    core: tuple[str, ...]
    modules: dict[str, tuple[str, ...]]
    roles: dict[str, tuple[str, ...]]
    contracts: tuple[PresetContract, ...]
    contexts: bool = False
    shared: tuple[str, ...] = ()
    published: tuple[str, ...] = ()

    @property
    def layers(self) -> tuple[str, ...]:
        """Every layer, from the outside in."""
        return tuple(layer for row in self.rows for layer in row)


def preset_names() -> tuple[str, ...]:
    """The presets that ship with dovetail."""
    return tuple(sorted(path.stem for path in (directory() / "architecture").glob("*.toml")))


def load_preset(name: str) -> Preset:
    """Read one preset.

    Raises:
        ContractError: there is no preset of that name.
    """
    known = preset_names()
    if name not in known:
        near = nearest(name, known)
        hint = f'did you mean architecture = "{near[0]}"?' if near else f"the presets are {', '.join(known)}, or none"
        raise ContractError(f"[tool.dovetail]: there is no architecture {name!r}", hint)
    document = tomllib.loads((directory() / "architecture" / f"{name}.toml").read_text(encoding="utf-8"))
    return Preset(
        name=name,
        title=document["title"],
        rows=tuple(tuple(row) for row in document["layers"]),
        core=tuple(document["core"]),
        modules={layer: tuple(names) for layer, names in document["modules"].items()},
        roles={role: tuple(layers) for role, layers in document["roles"].items()},
        contracts=tuple(PresetContract(**contract) for contract in document["contract"]),
        contexts=document.get("contexts", False),
        shared=tuple(document.get("shared", ())),
        published=tuple(document.get("published", ())),
    )
