"""The page on containers runs as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages import holds

PAGE = (Path(__file__).parents[2] / "docs" / "container.md").read_text(encoding="utf-8")

pytest_plugins = ["pytester"]

_FILES = re.compile(r"^```python\n# ([\w/]+)\.py\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)


def run(pytester: pytest.Pytester, *options: str, **changed: tuple[str, str]) -> pytest.RunResult:
    """The files that the page shows, with some of them changed, under pytest."""
    for path, text in _FILES.findall(PAGE):
        old, new = changed.get(Path(path).name, ("", ""))
        assert old in text
        file = pytester.path / f"{path}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider", *options)


def test_the_containers_of_the_page_hold(pytester: pytest.Pytester) -> None:
    result = run(pytester)

    holds(result, 34)


@pytest.mark.long
def test_what_goes_wrong_in_them_is_found(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        "-k",
        "CONT_01 or CONT_18",
        composition=("provide(RadioSignals, provides=Signals)", "provide(RadioSignals)"),
        test_containers=('with make("harbour.db") as process, process() as', 'if request := make("harbour.db")():  #'),
    )

    for found in ("CONT-01 every port is served", "CONT-18 every entry point closes the container"):
        result.stdout.fnmatch_lines([f"*{found}*"])
