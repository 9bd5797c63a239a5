"""The built site on this disk as files to upload, compressed too where a target wants that."""

from __future__ import annotations

import gzip
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from autoblog.deploy.target import Upload
from autoblog.digest import Digest, digest
from autoblog.plan.headers import FOREVER, HASHED, SHORT
from autoblog.problems import DeployError
from autoblog.render.output import digest_file, owned_files

CONTENT_TYPES = {
    ".avif": "image/avif", ".css": "text/css; charset=utf-8", ".gif": "image/gif",
    ".htm": "text/html; charset=utf-8", ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon", ".jpeg": "image/jpeg", ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8", ".json": "application/json",
    ".md": "text/markdown; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".pdf": "application/pdf", ".png": "image/png",
    ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm",
    ".webm": "video/webm", ".webmanifest": "application/manifest+json", ".webp": "image/webp",
    ".woff": "font/woff", ".woff2": "font/woff2", ".xml": "application/xml",
    ".xsl": "application/xslt+xml", ".zip": "application/zip",
}  # fmt: skip
"""By the ending of a file's name; the machine's own table would differ from host to host."""

COMPRESSED = (
    ".css .htm .html .ico .js .json .md .mjs .svg .txt .wasm .webmanifest .xml .xsl".split()
)
SMALLEST_BYTES = 600  # below, a compressed file saves no packet


def uploads_of(output: Path) -> tuple[Upload, ...]:
    """List the files that autoblog wrote into an output folder, by path.

    What else lies there is not published. Raises DeployError when it holds no built site.
    """
    paths = owned_files(output)
    if not paths:
        raise DeployError(f"{output} holds no built site; run `autoblog build` first")
    return tuple(_upload(output, path) for path in sorted(paths) if (output / path).is_file())


def variants_of(
    uploads: Sequence[Upload], kinds: Sequence[str], scratch: Path, *, known: Mapping[str, Digest]
) -> tuple[Upload, ...]:
    """Make compressed variants of what can be compressed: `index.html.gz` beside `index.html`.

    kinds: "gz", "br", "zst". known: the target's manifest; what it has already is not compressed
    again. A variant's digest is that of its source and kind, so that it need not be made to be
    known. Raises DeployError when the library of a kind is missing.
    """
    return tuple(
        variant
        for kind in kinds
        for upload in uploads
        if posixpath.splitext(upload.path)[1] in COMPRESSED and upload.size_bytes >= SMALLEST_BYTES
        for variant in _variant(upload, kind, scratch, known)
    )


def _upload(output: Path, path: str) -> Upload:
    file = output / path
    suffix = posixpath.splitext(path)[1].lower()
    is_hashed = f"/{path}".startswith(HASHED)
    return Upload(
        path=path,
        source=file,
        digest=digest_file(file),
        size_bytes=file.stat().st_size,
        content_type=CONTENT_TYPES.get(suffix, "application/octet-stream"),
        cache_control=FOREVER if is_hashed else SHORT,
    )


def _variant(
    upload: Upload, kind: str, scratch: Path, known: Mapping[str, Digest]
) -> Iterator[Upload]:
    path = f"{upload.path}.{kind}"
    name = digest((upload.digest, kind, "1"))
    target = scratch / path
    if known.get(path) != name:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_compressor(kind)(upload.source.read_bytes()))
    size = target.stat().st_size if target.exists() else -1
    yield Upload(path, target, name, size, "application/octet-stream", upload.cache_control)


def _compressor(kind: str) -> Callable[[bytes], bytes]:
    """Find the function that compresses; all give the same bytes for the same bytes."""
    if kind == "gz":
        return lambda data: gzip.compress(data, 9, mtime=0)
    try:
        # The other two are an extra: most hosts compress by themselves.
        import brotli  # type: ignore[import-untyped]  # it has no types
        import zstandard
    except ImportError as error:
        raise DeployError(
            f"variants of kind {kind} need the extra `deploy`: pip install 'autoblog[deploy]'"
        ) from error
    if kind == "br":
        return lambda data: bytes(brotli.compress(data, mode=brotli.MODE_TEXT))
    return lambda data: bytes(zstandard.ZstdCompressor(level=19).compress(data))
