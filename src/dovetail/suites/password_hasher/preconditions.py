"""When a clause applies to a hasher's port: each gives the reason why it does not."""

from __future__ import annotations

from dovetail.suites.kernel.check import needs

verifies = needs(
    lambda binding, _: {"verify", "verify_and_update"} & binding.operations.keys(),
    'the port has no verify; where it is called otherwise, operations = {"verify": "..."}',
)
tells_outdated = needs(
    lambda binding, _: {"needs_rehash", "verify_and_update"} & binding.operations.keys(),
    "the port does not tell which hashes are to be made anew",
)
asynchronous = needs(
    lambda binding, _: any(each.awaited for each in binding.operations.values()), "the port is not async"
)
