"""The page on identity runs as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "identity.md").read_text(encoding="utf-8")

pytest_plugins = ["pytester"]

_FILES = re.compile(r"^```python\n# (\w+)\.py\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)


def run(pytester: pytest.Pytester, **changed: tuple[str, str]) -> pytest.RunResult:
    """The files that the page shows, with some of them changed, under pytest."""
    shown = dict(_FILES.findall(PAGE))
    for name, (old, new) in changed.items():
        assert old in shown[name]
        shown[name] = shown[name].replace(old, new)
    pytester.makepyfile(**shown)
    return pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider")


def test_the_adapters_of_the_page_hold(pytester: pytest.Pytester) -> None:
    result = run(pytester)

    result.assert_outcomes(passed=49, skipped=19)


def test_what_goes_wrong_in_their_ten_lines_is_found(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        hashing=("except (VerificationError, InvalidHashError)", "except VerificationError"),
        tokens=('audience="shop",\n                options={', 'options={"verify_aud": False, '),
        logins=(
            "right = self._hasher.verify(password, known or self._nobody)",
            "right = known and self._hasher.verify(password, known)",
        ),
        sessions=("DELETE FROM sessions WHERE user_id = ?", "DELETE FROM sessions WHERE user_id < ?"),
    )

    for found in ("HASH-10 a malformed", "IDP-05 a token for another", "IDP-12 an unknown", "REV-01 what is revoked"):
        result.stdout.fnmatch_lines([f"*{found}*"])
