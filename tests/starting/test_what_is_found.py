"""`dovetail init` finds packages, layers, ports and adapters in repositories of many shapes."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest
from post_office import DOMAIN, MEMORY, POST, SQL, contents, found, init

from dovetail.cli import main
from files import write

pytestmark = pytest.mark.usefixtures("few_plugins")


def test_it_says_what_it_found_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Packages, layers, ports, adapters and mappers."""
    said = init(write(tmp_path, POST), capsys, "--dry-run")

    assert "packages    post: packages in src/\n" in said
    assert "layers      hexagonal, by the conventional names of its modules\n" in said
    port = "port        post.domain.Parcels, a Protocol of the core: RepositoryContract, since it has save and get\n"
    assert port in said
    assert "  adapter   post.adapters.memory.MemoryParcels: in memory, since its constructor needs no store\n" in said
    assert "post.adapters.sql.SqlParcels: sql, since its constructor takes session: Session; it commits nothing" in said
    assert "mapper      post.adapters.sql.ParcelMapper: to_row and to_parcel, between Parcel and ParcelRow\n" in said


def test_settings_that_are_there_are_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Their layers, too; nothing is added to the file."""
    settings = """
        [tool.dovetail]
        root_packages = ["post"]
        [tool.dovetail.layers]
        domain = ["post.kernel"]
        adapters = ["post.sql"]
    """
    files = {
        "pyproject.toml": settings,
        "post/__init__.py": "",
        "post/kernel.py": DOMAIN,
        "post/sql.py": MEMORY.format(root="post").replace("post.domain", "post.kernel"),
    }

    said = init(write(tmp_path, files), capsys)

    assert "layers      hexagonal, [tool.dovetail] draws them\n" in said
    assert (tmp_path / "pyproject.toml").read_text(encoding="utf-8") == dedent(settings)
    assert (tmp_path / "contracts/parcels.py").is_file()


def test_an_import_linter_configuration_is_kept_and_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its root packages need not be stated again, and its contracts are judged by what is written."""
    linter = "[importlinter]\nroot_package = post\n[importlinter:contract:one]\nname = one\ntype = forbidden\n"
    linter += "source_modules = post.domain\nforbidden_modules = post.adapters\n"
    write(tmp_path, POST)
    (tmp_path / ".importlinter").write_text(linter, encoding="utf-8")

    said = init(tmp_path, capsys)

    assert "contracts   1 of import-linter's in .importlinter: kept, and judged by dovetail lint\n" in said
    assert (tmp_path / ".importlinter").read_text(encoding="utf-8") == linter
    assert tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["dovetail"] == {
        "architecture": "hexagonal"
    }
    assert main(["lint", "--root", str(tmp_path), "--no-cache", "--format", "json"]) == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)["contracts"]][-1] == "one"


def test_folders_without_init_are_found_by_the_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`src` itself is the package where the code says `from src.domain ...`."""
    elsewhere = [each for each in sys.path if not Path(each, "src").is_dir()]
    monkeypatch.setattr(sys, "path", elsewhere)  # else the `src` of a folder that pytest was started in is part of it
    here = found(tmp_path, {
        "src/domain/parcels.py": DOMAIN,
        "src/infra/memory.py": MEMORY.format(root="src").replace("src.domain", "src.domain.parcels"),
    })  # fmt: skip

    assert here.packages.names == ("src",)
    assert here.layering.layers is not None
    assert here.layering.layers.modules["adapters"] == ("src.infra",)
    assert [adapter.name for port in here.ports for adapter in port.adapters] == ["MemoryParcels"]


def test_a_flat_package_is_drawn_by_its_imports(tmp_path: Path) -> None:
    """Nobody's name says a layer: the driver, the framework and the rest do."""
    here = found(tmp_path, {
        "post/__init__.py": "",
        "post/things.py": DOMAIN,
        "post/keeping.py": SQL.format(root="post").replace("post.domain", "post.things"),
        "post/sending.py": "from post.things import Parcel\n\ndef send(parcel: Parcel) -> None: ...\n",
        "post/page.py": "from fastapi import FastAPI\nfrom post.sending import send\n",
    })  # fmt: skip

    assert here.layering.stated == {
        "domain": ("post.things",),
        "adapters": ("post.keeping",),
        "application": ("post.sending",),
        "entrypoints": ("post.page",),
    }
    assert "by what its modules import" in here.layering.why


def test_many_contexts_are_drawn_by_a_pattern(tmp_path: Path) -> None:
    """One line of settings for a layer, not one a context."""
    names = ("sales", "stock", "people")
    files = {"post/__init__.py": ""}
    for name in names:
        files |= {f"post/{name}/__init__.py": "", f"post/{name}/domain.py": "", f"post/{name}/storage.py": ""}
    here = found(tmp_path, files)

    assert here.layering.stated == {"domain": ("post.*.domain",), "adapters": ("post.*.storage",)}


@pytest.mark.parametrize(("imports", "composes"), [("import abc", False), ("from post.storage import Sacks", True)])
def test_only_who_imports_other_layers_composes_them(imports: str, composes: bool, tmp_path: Path) -> None:
    """A library of containers is called like one, and everybody may import it."""
    here = found(tmp_path, {
        "post/__init__.py": "", "post/utils/__init__.py": "", "post/utils/container.py": imports,
        "post/model.py": "", "post/storage.py": "import post.model\nclass Sacks: ...",
        "post/handlers.py": "import post.model",
    })  # fmt: skip

    assert ("composition" in here.layering.stated) is composes


def test_who_imports_the_composition_root_is_part_of_it(tmp_path: Path) -> None:
    """A program often imports nothing else."""
    here = found(tmp_path, {
        "post/__init__.py": "", "post/models.py": "", "post/db.py": "import post.models",
        "post/routers.py": "import post.models", "post/bootstrap.py": "import post.db",
        "post/main.py": "import post.bootstrap", "post/__main__.py": "import post.main",
    })  # fmt: skip

    assert {*here.layering.stated["composition"]} == {"post.bootstrap", "post.main", "post.__main__"}


def test_the_longest_name_of_a_layer_is_no_part_of_its_modules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    onion = {f"post/{name}/__init__.py": "" for name in ("domain", "domain_services", "infrastructure", "ui")}
    shown = init(write(tmp_path, {"post/__init__.py": "", **onion}), capsys)

    assert "  infrastructure post.infrastructure\n" in shown


def test_folders_of_features_are_looked_into(tmp_path: Path) -> None:
    """Each has a domain of its own, whatever the folder above them is called."""
    files = {"app/__init__.py": "", "app/features/__init__.py": ""}
    for feature in ("task", "user"):
        files[f"app/features/{feature}/__init__.py"] = ""
        for layer in ("domain", "data", "presentation"):
            files[f"app/features/{feature}/{layer}/__init__.py"] = ""
        files[f"app/features/{feature}/data/rows.py"] = "import sqlalchemy"
        files[f"app/features/{feature}/domain/rules.py"] = ""

    layers = found(tmp_path, files).layering.layers

    assert layers is not None
    assert layers.layer_of("app.features.task.domain.rules") == "domain"
    assert layers.layer_of("app.features.user.data.rows") == "adapters"
    assert layers.layer_of("app.features.user.presentation") == "entrypoints"


def test_tests_inside_the_package_that_import_django_are_no_models(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = "from django.test import TestCase\n\nclass ParcelTest(TestCase): ...\n"

    assert "MemoryParcels" in init(write(tmp_path, {**POST, "src/post/tests.py": case}), capsys)


@pytest.mark.parametrize(("stated", "held"), [("kept_as = Parcel", False), ("other = Parcel", True)])
def test_a_base_for_adapters_is_not_held_itself(
    stated: str, held: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It lacks what its heirs state; one that has all it needs is an adapter like them."""
    line = "        def __init__"
    memory = MEMORY.format(root="post").replace(line, f"        kept_as: type | None = None\n\n{line}")
    imports = "from post.adapters.memory import MemoryParcels\nfrom post.domain import Parcel\n\n"
    heir = f"{imports}class BoxedParcels(MemoryParcels):\n    {stated}\n"
    said = init(
        write(tmp_path, {**POST, "src/post/adapters/memory.py": memory, "src/post/adapters/boxed.py": heir}), capsys
    )

    assert "adapter   post.adapters.boxed.BoxedParcels" in said
    assert ("adapter   post.adapters.memory.MemoryParcels" in said) is held


def test_a_base_for_adapters_that_lies_in_the_core_is_no_port(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has done all that the interface above it asks for, and leaves a detail to its heirs."""
    ports = """
        from abc import ABC, abstractmethod
        from dataclasses import dataclass
        from typing import Generic, TypeVar

        T = TypeVar("T")

        @dataclass
        class Parcel:
            id: str
            weight: int

        class Repository(Generic[T], ABC):
            @abstractmethod
            def save(self, entity: T) -> None: ...
            @abstractmethod
            def get(self, id: str) -> T | None: ...

        class MemoryRepository(Repository[T], ABC):
            def __init__(self) -> None:
                self.kept: dict[str, T] = {}
            def save(self, entity: T) -> None:
                self.kept[entity.id] = entity
            def get(self, id: str) -> T | None:
                return self.kept.get(id)
            @abstractmethod
            def _sorted(self) -> list[T]: ...

        class Parcels(Repository[Parcel], ABC): ...
    """
    adapter = """
        from post.domain import MemoryRepository, Parcel, Parcels

        class MemoryParcels(Parcels, MemoryRepository):
            def _sorted(self) -> list[Parcel]: ...
    """
    survey_of = found(tmp_path, {**POST, "src/post/domain/__init__.py": ports, "src/post/adapters/memory.py": adapter})

    held = {port.cls.name: [each.name for each in port.adapters] for port in survey_of.ports if port.kind.contract}
    assert held == {"Parcels": ["MemoryParcels", "SqlParcels"]}


def test_a_project_in_a_folder_of_the_repository_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the command to run."""
    write(
        tmp_path,
        {"README.md": "", **{f"backend/{name}": text for name, text in {**POST, "requirements.txt": ""}.items()}},
    )

    assert main(["init", "--root", str(tmp_path)]) == 2
    assert f"dovetail init --root {tmp_path / 'backend'}" in capsys.readouterr().err


def test_a_repository_without_code_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and nothing is written."""
    assert main(["init", "--root", str(tmp_path)]) == 2
    assert "no package was found" in capsys.readouterr().err
    assert contents(tmp_path) == {}
