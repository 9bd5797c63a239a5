"""The built site as uploads."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from autoblog.deploy.local import uploads_of, variants_of
from autoblog.problems import DeployError
from deploying import lay_out


def test_only_what_autoblog_wrote_is_published(tmp_path: Path) -> None:
    public = lay_out(tmp_path, {"index.html": "x", "assets/s.css": "y", "b.unknown": "z"})
    (public / "notes.txt").write_text("mine", "utf-8")

    uploads = uploads_of(public)

    assert [(one.path, one.content_type, one.cache_control[:15]) for one in uploads] == [
        ("assets/s.css", "text/css; charset=utf-8", "public, max-age"),
        ("b.unknown", "application/octet-stream", "public, max-age"),
        ("index.html", "text/html; charset=utf-8", "public, max-age"),
    ]
    assert [one.cache_control.endswith("immutable") for one in uploads] == [True, False, False]


def test_a_folder_without_a_built_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="holds no built site"):
        uploads_of(tmp_path)


def test_variants_are_made_once_and_only_of_what_shrinks(tmp_path: Path) -> None:
    uploads = uploads_of(
        lay_out(tmp_path, {"a.html": "a" * 2000, "b.html": "b", "c.png": "c" * 2000})
    )
    scratch, again = tmp_path / "scratch", tmp_path / "again"

    variants = variants_of(uploads, ["gz", "br", "zst"], scratch, known={})
    known = {variant.path: variant.digest for variant in variants}
    remade = variants_of(uploads, ["gz", "br", "zst"], again, known=known)

    assert [variant.path for variant in variants] == ["a.html.gz", "a.html.br", "a.html.zst"]
    assert gzip.decompress((scratch / "a.html.gz").read_bytes()) == b"a" * 2000
    assert [variant.digest for variant in remade] == [variant.digest for variant in variants]
    assert not again.exists()
