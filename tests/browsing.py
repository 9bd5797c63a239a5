"""What tests in a browser share."""

from __future__ import annotations


def faults_of(error: object) -> list[str]:
    """Say what went wrong in a page; one that is left halfway breaks its transition off."""
    text = str(error)
    return [] if text.startswith("Transition was aborted") else [text]
