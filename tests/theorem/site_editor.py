"""Seeded random edits of a small site, each with its undoing."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image as Pixels

ZONE = ZoneInfo("Asia/Shanghai")
SECTIONS = ("Knowledge", "Company Blog", "Industry Blog")
AUTHORS = ("Lin Yao", "lin yao", "Chen Bo", "Marta Oyelaran")
WORDS = (
    "axle battery brake cabin charger clutch coupe dealer diesel engine export filter gear hybrid"
    " inspection journey kerb lease motor panel quote rental sedan tyre valve warranty wheel"
).split()
SITE = """\
title: Theorem
base_url: https://theorem.example/
time_zone: Asia/Shanghai
cards: {enabled: false}
sections:
  - {name: Knowledge, slug: knowledge}
  - {name: Company Blog, slug: company-blog}
  - {name: Industry Blog, slug: industry-blog}
pagination: {size: 3}
sidebar: {per_section: 4}
related: {count: 2}
search: {enabled: false}
sitemap: {news_sections: []}
llms: {enabled: true, markdown: true}
markdown: {engine: python-markdown}
"""
PRICE = """\
from dataclasses import replace

from autoblog.digest import digest_bytes
from autoblog.extensions import Extension
from autoblog.model import Asset

INPUT = "data/price.txt"


def add(post, body, inputs):
    return post, replace(body, html=f"{body.html}<p>0 {inputs[INPUT].decode()}</p>")


def plan(site, inputs):
    data = f"0 {len(site.posts)} {inputs[INPUT].decode()}".encode()
    yield Asset("price.txt", INPUT, digest_bytes(data), data)


extension = Extension("price", posts=(add,), planners=(plan,), inputs=(INPUT,))
"""
PHOTO = "content/images/p1.png"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><title>p</title></svg>'


@dataclass
class SiteEditor:
    """A site on the disk, and what can happen to it."""

    root: Path
    chance: random.Random
    now: datetime = datetime(2025, 7, 1, 12, tzinfo=ZONE)
    show_drafts: bool = False
    graveyard: list[tuple[Path, bytes]] = field(default_factory=list)
    count: int = 0

    def lay_out(self, repository: Path) -> None:
        """Write the first state: the real theme and fourteen posts."""
        for name in ("templates", "static"):
            shutil.copytree(repository / name, self.root / name)
        (self.root / "site.yaml").write_text(SITE, "utf-8")
        for folder in ("content/posts", "content/images", "content/pages"):
            (self.root / folder).mkdir(parents=True)
        self.write("data/price.txt", "1")
        self.write("extensions/price.py", PRICE)
        self.change_picture(0)
        self.change_picture(1)
        about = "---\ntitle: About\n---\n\nWho we are.\n"
        (self.root / "content/pages/about.md").write_text(about, "utf-8")
        for _ in range(14):
            self.add_post()

    def edit(self) -> str:
        """Do one random edit; return its name."""
        name, act = self.chance.choice(sorted(self.edits().items()))
        act()
        return name

    def edits(self) -> dict[str, Callable[[], None]]:
        """Name all edits."""
        return {
            "body": lambda: self.replace(r"(?s)(---\n\n).*", lambda m: m[1] + self.body()),
            "title": lambda: self.set_key("title", f'"{self.words(3).title()}"'),
            "summary": lambda: self.set_key("summary", f'"{self.words(6)}"'),
            "date": lambda: self.set_key("date", self.date()),
            "keywords": lambda: self.set_key("keywords", self.keywords()),
            "slug": lambda: self.set_key("slug", f"s-{self.chance.randrange(40)}"),
            "section": lambda: self.set_key("category", self.chance.choice(SECTIONS)),
            "author": lambda: self.set_key("author", self.chance.choice(AUTHORS)),
            "draft": lambda: self.set_key("draft", self.chance.choice(["true", "false"])),
            "expires": lambda: self.set_key("expires", self.date()),
            "updated": lambda: self.set_key("updated", self.date()),
            "alias": lambda: self.set_key("aliases", f"[/old/{self.chance.randrange(30)}/]"),
            "pin": lambda: self.set_key("related", f"[{self.any_post().name}]"),
            "noindex": lambda: self.set_key("noindex", self.chance.choice(["true", "false"])),
            "link": lambda: self.append(f"\nSee [this]({self.any_post().name}).\n"),
            "show picture": lambda: self.append(f"\n![p](../images/{self.a_picture().name})\n"),
            "lead picture": lambda: self.set_key(
                "image", f"{{src: ../images/{self.a_picture().name}, alt: p}}"
            ),
            "picture": lambda: self.change_picture(self.chance.randrange(2)),
            "new post": self.add_post,
            "rename": self.rename,
            "delete": self.delete,
            "undelete": self.undelete,
            "page": self.change_page,
            "template": lambda: self.touch_text("templates", "*.html"),
            "partial": lambda: self.touch_text("templates/partials", "*.html"),
            "feed": lambda: self.touch_text("templates/feeds", "*.xml"),
            "style": lambda: self.touch_text("static", "*.css"),
            "static file": self.change_static,
            "ledger": self.change_ledger,
            "settings": self.change_settings,
            "clock": self.move_clock,
            "extended": self.extend,
            "extension": lambda: self.write(
                "extensions/price.py", PRICE.replace("0 ", f"{self.chance.randrange(9)} ")
            ),
            "input": lambda: self.write("data/price.txt", str(self.chance.randrange(9))),
            "drafts": self.toggle_drafts,
            "touch": lambda: self.any_post().touch(),
        }

    def any_post(self) -> Path:
        """Choose a post's file."""
        return self.chance.choice(sorted((self.root / "content/posts").glob("*.md")))

    def picture(self, number: int) -> Path:
        """Name a picture's file: the second is a photo, which gets renditions."""
        return self.root / ("content/images/p0.svg", PHOTO)[number]

    def a_picture(self) -> Path:
        """Choose a picture's file."""
        return self.picture(self.chance.randrange(2))

    def add_post(self) -> None:
        """Write a new post."""
        self.count += 1
        text = (
            f'---\ntitle: "{self.words(3).title()}"\ncategory: {self.chance.choice(SECTIONS)}\n'
            f'date: {self.date()}\nsummary: "{self.words(6)}"\nkeywords: {self.keywords()}\n'
            f"---\n\n{self.body()}"
        )
        (self.root / f"content/posts/post-{self.count}.md").write_text(text, "utf-8")

    def set_key(self, key: str, value: str) -> None:
        """Set a line of front matter."""
        path = self.any_post()
        text = path.read_text("utf-8")
        line = f"{key}: {value}\n"
        if re.search(rf"(?m)^{key}: .*\n", text):
            path.write_text(re.sub(rf"(?m)^{key}: .*\n", lambda _: line, text, count=1), "utf-8")
        else:
            path.write_text(text.replace("\n---\n", f"\n{line}---\n", 1), "utf-8")

    def replace(self, pattern: str, new: Callable[[re.Match[str]], str]) -> None:
        """Replace a part of a post."""
        path = self.any_post()
        path.write_text(re.sub(pattern, new, path.read_text("utf-8"), count=1), "utf-8")

    def append(self, text: str) -> None:
        """Add to a post's body."""
        path = self.any_post()
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    def change_picture(self, number: int) -> None:
        """Draw a picture anew."""
        size = self.chance.randrange(10, 60)
        if number:
            Pixels.new("RGB", (4 * size, size), (size, 90, 40)).save(self.picture(number))
        else:
            self.picture(number).write_text(PICTURE.format(size), "utf-8")

    def rename(self) -> None:
        """Give a post's file another name."""
        path = self.any_post()
        path.rename(path.with_name(f"renamed-{self.chance.randrange(40)}.md"))

    def delete(self) -> None:
        """Delete a post, to be brought back later perhaps."""
        path = self.any_post()
        if len(list(path.parent.glob("*.md"))) > 6:
            self.graveyard.append((path, path.read_bytes()))
            path.unlink()

    def undelete(self) -> None:
        """Bring a deleted post back."""
        if self.graveyard:
            path, data = self.graveyard.pop(self.chance.randrange(len(self.graveyard)))
            path.write_bytes(data)

    def extend(self) -> None:
        """Name the extension in the settings, or no longer."""
        path, line = self.root / "site.yaml", "extensions: [extensions.price]\n"
        text = path.read_text("utf-8")
        path.write_text(text.replace(line, "") if line in text else text + line, "utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file, and the folder that it is in."""
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

    def change_page(self) -> None:
        """Change a standalone page, its title at times: all pages show it in their footer."""
        title = self.chance.choice(["About", "About us", "Who we are"])
        text = f"---\ntitle: {title}\n---\n\n{self.words(5)}\n"
        (self.root / "content/pages/about.md").write_text(text, "utf-8")

    def touch_text(self, folder: str, pattern: str) -> None:
        """Add white space to a template or style sheet: its bytes change, its sense does not."""
        path = self.chance.choice(sorted((self.root / folder).rglob(pattern)))
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")

    def change_static(self) -> None:
        """Add, change or remove a file that no template names."""
        path = self.root / f"static/img/x{self.chance.randrange(3)}.txt"
        path.parent.mkdir(exist_ok=True)
        if path.exists() and self.chance.random() < 0.5:
            path.unlink()
        else:
            path.write_text(self.words(2), "utf-8")

    def change_ledger(self) -> None:
        """Declare some old addresses gone or moved, in place of what was declared before."""
        numbers = self.chance.sample(range(30), 3)
        whats = [self.chance.choice(["gone:", "moved: /knowledge/"]) for _ in numbers]
        lines = (f"/old/{number}/ {what}\n" for number, what in zip(numbers, whats, strict=True))
        (self.root / "permalinks.txt").write_text("".join(lines), "utf-8")

    def change_settings(self) -> None:
        """Change a setting."""
        path = self.root / "site.yaml"
        key, values = self.chance.choice(
            [
                ("pagination", ["{size: 3}", "{size: 4}"]),
                ("sidebar", ["{per_section: 4}", "{per_section: 2}"]),
                ("related", ["{count: 2}", "{count: 3}"]),
                ("sitemap", ["{news_sections: [knowledge]}", "{news_sections: []}"]),
                (
                    "llms",
                    ["{enabled: true}", "{enabled: false}", "{enabled: true, markdown: true}"],
                ),
                ("title", ["Theorem", "Lemma"]),
                ("cards", ["{enabled: false}", "{enabled: true}"]),
                ("base_url", ["https://theorem.example/", "https://theorem.example/sub/"]),
                ("time_zone", ["Asia/Shanghai", "America/Los_Angeles"]),
                ("markdown", ["{engine: commonmark}", "{engine: python-markdown}"]),
            ]
        )
        line = f"{key}: {self.chance.choice(values)}"
        path.write_text(re.sub(rf"(?m)^{key}: .*", line, path.read_text("utf-8")), "utf-8")

    def move_clock(self) -> None:
        """Let time pass, or go back."""
        day = self.chance.random() < 0.3
        self.now += timedelta(days=1 if day else self.chance.randrange(-60, 90))

    def toggle_drafts(self) -> None:
        """Show drafts, or hide them."""
        self.show_drafts = not self.show_drafts

    def words(self, count: int) -> str:
        """Make up a few words."""
        return " ".join(self.chance.choice(WORDS) for _ in range(count))

    def date(self) -> str:
        """Choose a date; some are in the future, some fall together."""
        return f"2025-{self.chance.randrange(1, 13):02}-{self.chance.randrange(1, 28, 3):02}"

    def keywords(self) -> str:
        """Choose keywords."""
        return f"[{', '.join(self.chance.sample(WORDS[:8], 2))}]"

    def body(self) -> str:
        """Write a body, with headings at times, and with what Markdown engines read differently."""
        parts = [self.words(12) for _ in range(self.chance.randrange(1, 4))]
        if self.chance.random() < 0.5:
            parts += [f"## {self.words(2)}" for _ in range(3)]
        if self.chance.random() < 0.5:
            parts.append(f"{self.words(2)}:\n- ~~{self.words(2)}~~[^1]\n\n[^1]: {self.words(3)}")
        return "\n\n".join(parts) + "\n"
