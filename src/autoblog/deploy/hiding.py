"""What programs and stores say of a failure, without what would let a reader of the log in."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from autoblog.problems import escaped

_SECRET_NAME = re.compile(r"(KEY|KEY_ID|SECRET|TOKEN|PASSWORD|CONNECTION_STRING)$", re.IGNORECASE)
_SHORTEST = 6  # characters of a secret; shorter values are words that stand everywhere
_LOGIN = re.compile(r"(?<=://)[^/\s]*@")
_SIGNATURE = re.compile(r"(?i)(sig|signature|credential|token)=[^&\s,<>\"']+")
_LONGEST = 300  # characters; error pages of stores are long


def one_line(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """Cut what was said to its first line, escaped, with a dash for each credential.

    Those are the values of variables whose names end as those of credentials do, what stands before
    the `@` of an address, and signatures.
    """
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    secrets = {
        value
        for name, value in environment.items()
        if _SECRET_NAME.search(name) and len(value) >= _SHORTEST
    }
    for secret in sorted(secrets, key=len, reverse=True):
        line = line.replace(secret, "–")
    line = _SIGNATURE.sub(r"\1=–", _LOGIN.sub("", line))
    return escaped(line[:_LONGEST])
