"""Where things lie in a site's folder."""

from __future__ import annotations

SETTINGS_FILE = "site.yaml"
LEDGER_FILE = "permalinks.txt"
FOLDERS = ("content", "templates", "static")
