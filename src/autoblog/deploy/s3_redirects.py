"""Redirects of S3's website endpoints: the door to botocore, as obstore cannot set them.

Amazon wants each `x-amz-` header signed, so no client that does not know one can send it along.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autoblog.config import DeployConfig
from autoblog.deploy.hiding import one_line
from autoblog.deploy.target import Upload
from autoblog.digest import digest
from autoblog.plan.hosting import S3_REDIRECTS
from autoblog.problems import DeployError

_RETRIES = 3
_SECONDS = 60


def led_on(uploads: Sequence[Upload], output: Path) -> tuple[Upload, ...]:
    """Give the pages at old addresses the redirect that the built site asks for.

    Such a page's digest is also that of where it leads, so that it is sent again where it was sent
    without. Raises DeployError when botocore is missing and the site asks.
    """
    if not any(upload.path == S3_REDIRECTS for upload in uploads):
        return tuple(uploads)
    rules: Mapping[str, str] = json.loads((output / S3_REDIRECTS).read_bytes())
    if rules and find_spec("botocore") is None:
        raise DeployError(
            "`hosting.hosts: [s3]` wants redirects, which need the extra `s3`:"
            " pip install 'autoblog[s3]'"
        )
    return tuple(
        replace(upload, digest=digest((upload.digest, to)), redirect=to)
        if (to := rules.get(upload.path))
        else upload
        for upload in uploads
    )


class Redirects:
    """Puts objects that lead on."""

    def __init__(self, config: DeployConfig) -> None:
        """config: `to` is `s3://bucket/folder`. Raises DeployError when a setting is refused."""
        # An extra: only those who serve a bucket as a website need it.
        from botocore.config import Config  # type: ignore[import-untyped]  # it has no types
        from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]
        from botocore.session import get_session  # type: ignore[import-untyped]

        self._faults: tuple[type[Exception], ...] = (BotoCoreError, ClientError, ValueError)
        self._bucket, _, folder = config.place.removeprefix("//").partition("/")
        self._folder = f"{folder.strip('/')}/" if folder.strip("/") else ""
        settings = Config(
            connect_timeout=_SECONDS,
            read_timeout=_SECONDS,
            retries={"total_max_attempts": 1 + _RETRIES, "mode": "standard"},
            # Stores that speak the language of S3 know neither the newest sums nor host names.
            request_checksum_calculation="when_required",
            s3={"addressing_style": "path" if config.endpoint else "auto"},
        )
        try:
            self._client: Any = get_session().create_client(
                "s3",
                endpoint_url=config.endpoint or None,
                region_name=config.region or None,
                config=settings,
            )
        except self._faults as error:
            raise DeployError(f"S3 cannot be asked: {one_line(str(error))}") from error

    def put(self, upload: Upload) -> None:
        """Put one object. Raises DeployError. May be called by several threads at once."""
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=f"{self._folder}{upload.path}",
                Body=upload.source.read_bytes(),
                ContentType=upload.content_type,
                CacheControl=upload.cache_control,
                WebsiteRedirectLocation=upload.redirect,
            )
        except self._faults as error:
            line = one_line(" ".join(str(error).split()))
            raise DeployError(f"the object store answered: {line}") from error
