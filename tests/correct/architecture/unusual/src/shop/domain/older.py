from __future__ import annotations

import cgi
import imp

__all__ = ["cgi", "imp"]
