"""When a clause applies: each gives the reason why it does not, with the line that makes it checkable."""

from __future__ import annotations

from dovetail.suites.kernel.check import Applies, needs, stating


def states(option: str, line: str, what: str) -> Applies:
    return stating(option, f"the contract does not say {what}: {line}")


def in_process(why: str) -> Applies:
    """Applies where dovetail itself runs the application, and can look into its process."""
    return needs(
        lambda binding, _: binding.launch.application,
        f'{why}: a command\'s process cannot be looked into; application = "shop.worker:main"',
    )


with_ids = states("correlation", 'correlation = "X-Request-ID"', "which header has the id of a request")
with_gateways = states(
    "gateways", 'gateways = {"CARRIER_URL": {"price": "4.50"}}', "where the application looks for what it calls"
)
with_dependencies = states("dependencies", 'dependencies = {"database": "DATABASE_URL"}', "what the application needs")
with_live = states("live", 'live = "/live"', "where it is asked whether it lives")
with_ready = states("ready", 'ready = "/ready"', "where it is asked whether it is ready")
with_metrics = states("metrics", 'metrics = "/metrics"', "where its metrics are")
