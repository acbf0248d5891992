from __future__ import annotations

import sqlalchemy

VERSION = sqlalchemy.__version__
