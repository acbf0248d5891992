"""The passwords of a scenario: those that the contract states, else such as most rules on passwords let pass."""

from __future__ import annotations

from hypothesis import strategies as st

from dovetail.suites.password_hasher.scenario import HasherScenario

_LETTERS = "abcdefghkmnpqrstuvwxyz ABCDEFGHKLMNPQRSTUVWXYZ23456789"
_ORDINARY = st.text(_LETTERS, min_size=7, max_size=11).map(lambda text: f"Aa1!{text}z")
_SOUND = "Aa1!correct horse"  # with what rules on passwords usually ask for


def a_password(s: HasherScenario) -> str:
    """A password, as the contract states them, else an ordinary one of ASCII."""
    passwords = s.binding.contract.passwords
    if passwords is None:
        return str(s.draw(_ORDINARY))
    return str(s.draw(passwords if isinstance(passwords, st.SearchStrategy) else st.sampled_from(list(passwords))))


def sound(s: HasherScenario) -> str:
    """A password of which variants are made: the first that the contract lists, else one that most rules let pass."""
    passwords = s.binding.contract.passwords
    listed = not isinstance(passwords, st.SearchStrategy) and passwords
    return str(next(iter(passwords))) if listed else _SOUND
