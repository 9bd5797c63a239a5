"""Amazon S3 and what speaks its language, Google Cloud Storage, Azure: the door to obstore.

Credentials come from the environment or the platform, as each provider's own tools have them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from autoblog.config import DeployConfig
from autoblog.deploy.hiding import one_line
from autoblog.deploy.s3_redirects import Redirects
from autoblog.deploy.target import MANIFEST, Upload
from autoblog.problems import DeployError

_AT_ONCE = 16  # requests under way
_RETRIES = 3
_JSON = "application/json"


class ObjectStoreTarget:
    """A bucket, or a folder of one."""

    def __init__(self, config: DeployConfig, root: Path) -> None:
        """config: `to` is `s3://bucket/folder`, `gs://…` or `az://container/…`.

        Raises DeployError when obstore is not installed, or when it refuses the settings.
        """
        try:
            # An extra: only those who publish so need it.
            import obstore
            from obstore.store import from_url
        except ImportError as error:
            raise DeployError(
                f"{config.kind}:// needs the extra `deploy`: pip install 'autoblog[deploy]'"
            ) from error
        self._obstore = obstore
        self._config = config
        options: dict[str, Any] = {"timeout": timedelta(seconds=60)}
        settings: dict[str, Any] = {}
        if config.endpoint:
            settings["base_url" if config.kind == "gs" else "endpoint"] = config.endpoint
            options["allow_http"] = config.endpoint.startswith("http:")
        if config.region:
            settings["region"] = config.region
        retry = {"max_retries": _RETRIES, "retry_timeout": timedelta(seconds=60)}
        with self._errors_told():
            self._store: Any = from_url(
                config.to,
                config=settings,
                client_options=options,  # type: ignore[call-overload]  # the same for all three
                retry_config=retry,
            )

    def manifest(self) -> bytes | None:
        """Read what the last deploy said it put there."""
        with self._errors_told():
            try:
                return bytes(self._obstore.get(self._store, MANIFEST).bytes())
            except FileNotFoundError:
                return None

    def sizes(self) -> Mapping[str, int] | None:
        """List what is there, with sizes in bytes."""
        with self._errors_told():
            return {
                found["path"]: found["size"]
                for page in self._obstore.list(self._store, chunk_size=1000)
                for found in page
            }

    def begin(self, manifest: bytes) -> None:
        """Say what is ours before anything is sent, so that no interruption makes it foreign."""
        self._put_manifest(manifest)

    def send(self, uploads: Sequence[Upload]) -> None:
        """Put objects there, several at once; each appears whole or not at all."""

        async def put_all() -> None:
            gate = asyncio.Semaphore(_AT_ONCE)

            async def put(upload: Upload) -> None:
                async with gate:
                    if upload.redirect:
                        await asyncio.to_thread(self._redirects.put, upload)
                        return
                    headers = {
                        "Content-Type": upload.content_type,
                        "Cache-Control": upload.cache_control,
                    }
                    data = upload.source.read_bytes()
                    await self._obstore.put_async(
                        self._store, upload.path, data, attributes=headers
                    )

            async with asyncio.TaskGroup() as group:
                for upload in uploads:
                    group.create_task(put(upload))

        with self._errors_told():
            try:
                asyncio.run(put_all())
            except BaseExceptionGroup as errors:
                raise errors.exceptions[0] from errors

    def remove(self, paths: Iterable[str]) -> None:
        """Remove objects; one that is gone already is no error."""
        for path in paths:
            with self._errors_told():
                try:
                    self._obstore.delete(self._store, path)
                except FileNotFoundError:
                    continue

    def finish(self, manifest: bytes) -> None:
        """Remember what is there."""
        self._put_manifest(manifest)

    @cached_property
    def _redirects(self) -> Redirects:
        return Redirects(self._config)

    def _put_manifest(self, manifest: bytes) -> None:
        headers = {"Content-Type": _JSON, "Cache-Control": "no-store"}
        with self._errors_told():
            self._obstore.put(self._store, MANIFEST, manifest, attributes=headers)

    @contextmanager
    def _errors_told(self) -> Iterator[None]:
        """Say in a line what a provider answers; its error pages are long."""
        # An extra, as above.
        from obstore.exceptions import BaseError

        try:
            yield
        except FileNotFoundError:
            raise
        except (BaseError, OSError, ValueError) as error:
            name = type(error).__name__
            raise DeployError(
                f"the object store answered: {one_line(str(error)) or name}"
            ) from error
