"""The web manifest: what a device shows of the site when a reader keeps it.

Source: Web Application Manifest, https://www.w3.org/TR/appmanifest/
"""

from __future__ import annotations

from collections.abc import Iterator

from autoblog.model import Page, Site
from autoblog.plan.machine_contexts import ManifestContext

MANIFEST = "site.webmanifest"


def plan_manifest(_: Site) -> Iterator[Page]:
    """Plan the manifest; its template knows all that it says from `site`."""
    yield Page(MANIFEST, MANIFEST, ManifestContext("/"))
