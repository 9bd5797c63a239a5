"""Nikola's settings: nothing is made that is not needed."""

from __future__ import annotations

SECTIONS = {
    "knowledge": "Knowledge",
    "company-blog": "Company Blog",
    "industry-blog": "Industry Blog",
}

BLOG_TITLE = "Benchmark"
BLOG_AUTHOR = "Benchmark"
BLOG_EMAIL = "nobody@bench.example"
BLOG_DESCRIPTION = "Benchmark"
SITE_URL = "https://bench.example/"
DEFAULT_LANG = "en"
TRANSLATIONS = {"en": ""}
TIMEZONE = "Asia/Shanghai"
THEME = "bench"
OUTPUT_FOLDER = "public"

POSTS = tuple((f"posts/{slug}/*.md", slug, "post.tmpl") for slug in SECTIONS)
PAGES = (("pages/*.md", "", "404.tmpl"),)
COMPILERS = {"markdown": [".md"]}
MARKDOWN_EXTENSIONS = ["markdown.extensions.extra", "markdown.extensions.toc"]
DEMOTE_HEADERS = 0
PRETTY_URLS = True
STRIP_INDEXES = True
URL_TYPE = "full_path"
DATE_FORMAT = "yyyy-MM-dd"

CATEGORY_PAGES_FOLLOW_DESTPATH = True
CATEGORY_DESTPATH_AS_DEFAULT = True
CATEGORY_DESTPATH_NAMES = {DEFAULT_LANG: SECTIONS}
CATEGORY_TITLES = {DEFAULT_LANG: {name: name for name in SECTIONS.values()}}
CATEGORY_ALLOW_HIERARCHIES = True
CATEGORY_OUTPUT_FLAT_HIERARCHY = False
CATEGORY_PREFIX = ""
CATEGORY_PAGES_ARE_INDEXES = True
TAG_PATH = "keywords"
TAG_PAGES_ARE_INDEXES = True
INDEX_DISPLAY_POST_COUNT = 20
INDEXES_STATIC = False
INDEXES_PRETTY_PAGE_URL = ["page", "{number}", "{index_file}"]

INDEXES_PAGES = ", page %d"
ARCHIVE_PATH = "archive"
ARCHIVE_FILENAME = "index.html"
ARCHIVES_ARE_INDEXES = True

GENERATE_RSS = True
GENERATE_ATOM = True
FEED_LENGTH = 20
FEED_TEASERS = False
RSS_FILENAME_BASE = "feed"
ATOM_FILENAME_BASE = "atom"
ATOM_EXTENSION = ".atom"

ENABLE_AUTHOR_PAGES = False
COPY_SOURCES = False
SHOW_SOURCELINK = False
USE_BUNDLES = False
GZIP_FILES = False
COMMENT_SYSTEM = ""
META_GENERATOR_TAG = False
FILES_FOLDERS = {"files": ""}
IMAGE_FOLDERS: dict[str, str] = {}
GALLERY_FOLDERS: dict[str, str] = {}
LISTINGS_FOLDERS: dict[str, str] = {}
NAVIGATION_LINKS: dict[str, tuple[()]] = {DEFAULT_LANG: ()}  # the theme has them
DISABLED_PLUGINS = [
    "classify_authors",
    "classify_page_index",
    "create_bundles",
    "copy_assets",
    "render_galleries",
    "render_listings",
    "render_pages_index",
    "robots",
    "scale_images",
]
GLOBAL_CONTEXT = {"sections": SECTIONS}
