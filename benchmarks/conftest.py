"""What the benchmarks borrow: the servers of the tests, and the shop of the examples."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "examples/shop/src")]

pytest_plugins = ["servers"]
