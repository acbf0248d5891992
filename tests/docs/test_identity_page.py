"""The page on identity runs as it is written."""

from __future__ import annotations

import pytest
from pages import files, holds, run


def changed(**changes: tuple[str, str]) -> dict[str, str]:
    """The files that the page shows, with some of them changed."""
    shown = files("identity.md")
    for name, (old, new) in changes.items():
        assert old in shown[name]
        shown[name] = shown[name].replace(old, new)
    return shown


def run_apart(pytester: pytest.Pytester, shown: dict[str, str]) -> pytest.RunResult:
    """Apart, since the classes of cryptography cannot be imported twice in one process."""
    return run(pytester, shown, apart=True)


def test_the_adapters_of_the_page_hold(pytester: pytest.Pytester) -> None:
    result = run_apart(pytester, changed())

    holds(result, 49)


@pytest.mark.long
def test_what_goes_wrong_in_their_ten_lines_is_found(pytester: pytest.Pytester) -> None:
    drifted = changed(
        hashing=("except (VerificationError, InvalidHashError)", "except VerificationError"),
        tokens=('audience="shop",\n                options={', 'options={"verify_aud": False, '),
        logins=(
            "right = self._hasher.verify(password, known or self._nobody)",
            "right = known and self._hasher.verify(password, known)",
        ),
        sessions=("DELETE FROM sessions WHERE user_id = ?", "DELETE FROM sessions WHERE user_id < ?"),
    )

    result = run_apart(pytester, drifted)

    for found in ("HASH-10 a malformed", "IDP-05 a token for another", "IDP-12 an unknown", "REV-01 what is revoked"):
        result.stdout.fnmatch_lines([f"*{found}*"])
