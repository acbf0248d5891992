"""What `dovetail lint --format sarif` writes is SARIF, by the schema that is published for it."""

from __future__ import annotations

import json
import pickle
import sqlite3
from contextlib import closing
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from dovetail import cli

CODE = {
    "shop/__init__.py": "",
    "shop/größe/__init__.py": "",
    "shop/größe/maß, 1%.py": "",
    "shop/größe/é.py": "from shop import b\n",
    "shop/b.py": "\nimport shop.c\n",
    "shop/c.py": "",
}
BROKEN = """
[importlinter:contract:broken]
name = Größe bleibt allein
type = forbidden
source_modules = shop.größe
forbidden_modules = shop.c
"""
KEPT = """
[importlinter:contract:kept]
name = kept
type = forbidden
source_modules = shop.c
forbidden_modules = shop.b
ignore_imports = shop.c -> shop.gone
unmatched_ignore_imports_alerting = warn
"""
UNKNOWN = "\n[importlinter:contract:unknown]\nname = unknown\ntype = ?\n"


@pytest.fixture(scope="module")
def published() -> Draft7Validator:
    """The schema of SARIF 2.1.0, in the copy of SchemaStore that a package of that name carries: a database of answers.

    Read as it is, for the package itself asks the network where an answer is older than a month.
    """
    answers = distribution("schemastore").locate_file("schemastore/cache.sqlite")
    with closing(sqlite3.connect(f"{Path(str(answers)).as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        wanted = b"Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
        ((answer,),) = database.execute("SELECT value FROM responses WHERE instr(value, ?)", [wanted])
    schema = json.loads(pickle.loads(answer)["_content"])
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def write(root: Path, *contracts: str) -> Path:
    for name, text in {**CODE, ".importlinter": "".join(["[importlinter]\nroot_package = shop\n", *contracts])}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def sarif(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the command writes, after it has written a baseline or anything else."""
    capsys.readouterr()
    cli.main(["lint", "--no-cache", "--format", "sarif", "--root", str(root)])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.parametrize(
    "contracts",
    [[KEPT], [BROKEN], [UNKNOWN], [BROKEN, KEPT, UNKNOWN], []],
    ids=["holds", "broken", "not evaluated", "all of it", "no contract"],
)
def test_every_verdict_is_valid(
    contracts: list[str], tmp_path: Path, published: Draft7Validator, capsys: pytest.CaptureFixture[str]
) -> None:
    published.validate(sarif(write(tmp_path, *contracts), capsys))


def test_the_schema_is_one_that_refuses(
    tmp_path: Path, published: Draft7Validator, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of what code scanning needs, the schema itself asks for a message, for known levels and for lines from 1."""
    (run,) = (document := sarif(write(tmp_path, BROKEN), capsys))["runs"]
    (result,) = run["results"]
    result["level"] = "fatal"
    result["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    del result["message"]

    assert sorted(error.validator for error in published.iter_errors(document)) == ["enum", "minimum", "required"]


def test_what_the_baseline_knows_is_suppressed(
    tmp_path: Path, published: Draft7Validator, capsys: pytest.CaptureFixture[str]
) -> None:
    """GitHub looks at the level alone: an error would stop a pull request."""
    write(tmp_path, BROKEN)
    cli.main(["baseline", "--root", str(tmp_path)])

    document = sarif(tmp_path, capsys)

    published.validate(document)
    (result,) = document["runs"][0]["results"]
    assert (result["level"], result["baselineState"]) == ("note", "unchanged")
    assert [suppression["kind"] for suppression in result["suppressions"]] == ["external"]


def test_a_place_is_relative_percent_encoded_and_counted_from_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (result,) = sarif(write(tmp_path, BROKEN), capsys)["runs"][0]["results"]

    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "shop/gr%C3%B6%C3%9Fe/%C3%A9.py", "uriBaseId": "ROOT"},
        "region": {"startLine": 1, "startColumn": 1},
    }
    assert "shop.größe.é -> shop.b -> shop.c" in result["message"]["text"]


def test_a_fingerprint_stays_when_lines_move_and_the_chain_takes_another_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (before,) = sarif(write(tmp_path, BROKEN), capsys)["runs"][0]["results"]
    (tmp_path / "shop/größe/é.py").write_text("\n\n\nif True:\n    import shop.d\n", encoding="utf-8")
    (tmp_path / "shop/d.py").write_text("import shop.c\n", encoding="utf-8")
    (after,) = sarif(tmp_path, capsys)["runs"][0]["results"]

    assert before["locations"] != after["locations"]
    assert before["partialFingerprints"] == after["partialFingerprints"]


def test_a_package_outside_of_the_repository_has_an_absolute_place(
    tmp_path: Path, published: Draft7Validator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A URI with a base must be relative."""
    write(tmp_path / "lib of others")
    monkeypatch.syspath_prepend(tmp_path / "lib of others")
    (tmp_path / "here").mkdir()
    (tmp_path / "here/.importlinter").write_text(f"[importlinter]\nroot_package = shop\n{BROKEN}", encoding="utf-8")

    document = sarif(tmp_path / "here", capsys)

    published.validate(document)
    (place,) = (result["locations"][0]["physicalLocation"] for result in document["runs"][0]["results"])
    assert place["artifactLocation"] == {"uri": (tmp_path / "lib of others/shop/größe/é.py").as_uri()}


def test_github_is_told_of_every_rule_what_it_is_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A contract's rule, and a clause's: a folder without `__init__.py`."""
    write(tmp_path, BROKEN)
    (tmp_path / "shop/unseen").mkdir()
    (tmp_path / "shop/unseen/module.py").touch()

    driver = sarif(tmp_path, capsys)["runs"][0]["tool"]["driver"]

    assert [rule["id"] for rule in driver["rules"]] == ["Größe bleibt allein", "ARCH-04"]
    for rule in driver["rules"]:
        assert all(rule[text]["text"] for text in ("shortDescription", "fullDescription", "help"))
    assert driver["semanticVersion"]


def test_what_was_not_evaluated_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even beside something that is certainly broken."""
    (run,) = sarif(write(tmp_path, BROKEN, KEPT, UNKNOWN), capsys)["runs"]

    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert [each["level"] for each in invocation["toolExecutionNotifications"]] == ["warning", "error"]
