"""Edits of sources in place: exact, shown as a diff, and written whole or not at all."""
