from __future__ import annotations

NOW = "now"
