"""`autoblog import jekyll` and `import hugo`: whole folders, small but real in kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from autoblog.importers.dialect import coloured_as_fenced
from autoblog.importers.hugo import read_hugo
from autoblog.importers.jekyll import read_jekyll
from autoblog.read.markup import without_code

Outcome = tuple[int, str, str]
Bring = Callable[..., Outcome]
Content = Callable[[], dict[str, bytes]]
Checked = Callable[[], tuple[int, str]]

RANGE = """---
layout: post
title: "Range: a test"
date: 2021-03-04 09:30:00 +0200
categories: knowledge electric
tags: [range, winter]
image: /assets/car.png
redirect_from:
  - /old/range/
mathjax: true
---
Intro line.
- one
  - nested *em*

See [brakes]({% post_url 2021-01-01-brakes %}), ![Car]({{ site.baseurl }}/assets/car.png),
[lost](/blog/gone/) and [nothing](relative/).

{% include note.html text="a_b *c*" %}

{% highlight ruby %}
# not a heading
{% endhighlight %}

Done ~~old~~ <b>{{ page.title }}</b>
"""
JEKYLL = {
    "_config.yml": "url: https://old.example\nbaseurl: /blog\npermalink: pretty\n",
    "_posts/2021-03-04-range-test.md": RANGE,
    "_posts/2021-01-01-brakes.md": (
        "---\ntitle: Brakes\ncategory: Knowledge\n---\n"
        "About brakes, [range](/blog/knowledge/electric/2021/03/04/range-test/#done).\n"
    ),
    "_drafts/idea.md": "---\ntitle: Idea\ncategory: knowledge\n---\nAn idea.\n",
    "about.md": "---\ntitle: About\npermalink: /about-us/\n---\nWe.\n",
    "index.html": "---\n---\n{% for post in site.posts %}x{% endfor %}\n",
    "feed.html": "---\n---\n{% for post in site.posts %}x{% endfor %}\n",
    "_site/2021/x.html": "---\ntitle: x\n---\n",
    "_recipes/a.md": "---\ntitle: a\n---\n",
    "secret.txt": "x",
}
FIRST = """+++
title = 'First "post"'
date = 2022-05-06T07:08:09+02:00
tags = ["ev", "grid"]
categories = ["Industry Blog"]
aliases = ["/old-first/", "older"]
lastmod = 2022-06-01
weight = 3
[params]
x = 1
+++
See [bundle]({{< ref "bundle" >}}) and [rel]({{< relref "knowledge/cells.md#anode" >}}).

{{< youtube abc_def_x >}}

![pic](/img/a.png "Cap") and ![no](/img/none.png)

{{% notice note %}}
Inside *text*.
{{% /notice %}}
"""
HUGO = {
    "hugo.toml": 'baseURL = "https://old.example/"\n[permalinks]\nposts = "/:year/:month/:slug/"\n',
    "content/posts/first.md": FIRST,
    "content/posts/bundle/index.md": (
        "---\ntitle: Bundle\ndate: 2022-07-01\ncategories: [Industry Blog]\ndraft: true\n---\n"
        "![here](photo.png) [file](sheet.pdf) [up](../first.md) [x](#nowhere)\n"
    ),
    "content/posts/bundle/sheet.pdf": "%PDF",
    "content/knowledge/cells.md": (
        "---\ntitle: Cells\ndate: 2022-08-01\nexpiryDate: 2032-01-01\n---\n## Anode\n\nText.\n"
    ),
    "content/knowledge/_index.md": "---\ntitle: K\n---\n",
    "content/contact.md": '{"title": "Contact", "url": "/contact-us.html"}\nMail.\n',
    "content/notes.md": "no front matter\n",
}


def picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (4, 3)).save(data, "PNG")
    return data.getvalue()


def lay_out(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.fixture
def jekyll(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "jekyll", JEKYLL | {"assets/car.png": picture()})


@pytest.fixture
def hugo(tmp_path: Path) -> Path:
    pictures = ("static/img/a.png", "content/posts/bundle/photo.png")
    return lay_out(tmp_path / "hugo", HUGO | dict.fromkeys(pictures, picture()))


def test_posts_of_jekyll_come_with_their_addresses_links_and_pictures(
    jekyll: Path, bring: Bring, content: Content, checked: Checked
) -> None:
    status, out, err = bring("jekyll", jekyll)

    assert status == 0
    assert out.endswith("4 posts imported, 1 other file\n")
    assert content()["knowledge/2021-03-04-range-test.md"].decode() == (
        '---\ntitle: "Range: a test"\ncategory: Knowledge\ndate: 2021-03-04T09:30+02:00\n'
        'summary: "Intro line. See brakes, , lost and nothing. Done old"\n'
        "keywords: [range, winter, electric]\naliases:\n"
        '  - "/blog/knowledge/electric/2021/03/04/range-test/"\n  - "/blog/old/range/"\n'
        'image:\n  src: "../images/car.png"\n  alt: ""\n---\n\n'
        "Intro line.\n\n- one\n    - nested *em*\n\n"
        "See [brakes](2021-01-01-brakes.md), ![Car](../images/car.png),\n"
        "[lost](https://old.example/blog/gone/) and"
        " [nothing](https://old.example/blog/knowledge/electric/2021/03/04/range-test/relative/)."
        '\n\n`{% include note.html text="a_b *c*" %}`\n\n'
        "```ruby\n# not a heading\n```\n\n"
        "Done <del>old</del> <b>`{{ page.title }}`</b>\n"
    )
    assert (
        "[range](2021-03-04-range-test.md)." in content()["knowledge/2021-01-01-brakes.md"].decode()
    )
    assert '  - "/blog/about-us/"\n' in content()["pages/about.md"].decode()
    assert sorted(name.partition("/")[0] for name in content()) == [
        "images",
        "knowledge",
        "knowledge",
        "knowledge",
        "pages",
    ]
    for line, code in ((10, "key"), (17, "link"), (19, "shortcode")):
        assert f"{jekyll}/_posts/2021-03-04-range-test.md:{line}:1: warning: import-{code}:" in err
    assert f"{jekyll}/_posts/2021-03-04-range-test.md:25:17: warning: import-shortcode:" in err
    assert "highlight" not in err
    assert checked()[0] == 0
    before = content()
    assert bring("jekyll", jekyll)[1].endswith("0 posts imported, 4 there already\n")
    assert content() == before


def test_posts_of_hugo_come_with_their_addresses_links_and_pictures(
    hugo: Path, bring: Bring, content: Content, checked: Checked
) -> None:
    status, out, err = bring("hugo", hugo)

    assert status == 0
    assert out.endswith("4 posts imported, 3 other files\n")
    assert content()["industry-blog/2022-05-06-first.md"].decode() == (
        '---\ntitle: "First \\"post\\""\ncategory: Industry Blog\n'
        'date: 2022-05-06T07:08:09+02:00\nsummary: "See bundle and rel. and Inside text."\n'
        'keywords: [ev, grid]\nupdated: 2022-06-01\naliases:\n  - "/2022/05/first-post/"\n'
        '  - "/old-first/"\n  - "/posts/older"\n---\n\n'
        "See [bundle](2022-07-01-bundle.md) and [rel](../knowledge/2022-08-01-cells.md#anode)."
        "\n\n`{{< youtube abc_def_x >}}`\n\n"
        '![pic](../images/a.png "Cap") and ![no](https://old.example/img/none.png)\n\n'
        "`{{% notice note %}}`\nInside *text*.\n`{{% /notice %}}`\n"
    )
    assert (
        content()["industry-blog/2022-07-01-bundle.md"]
        .decode()
        .endswith(
            "draft: true\n---\n\n![here](../images/photo.png) [file](../files/sheet.pdf)"
            " [up](2022-05-06-first.md) x\n"
        )
    )
    assert b"expires: 2032-01-01\n" in content()["knowledge/2022-08-01-cells.md"]
    assert b'  - "/contact-us.html"\n' in content()["pages/contact.md"]
    assert f"{hugo}/content/posts/first.md:9:1: warning: import-key:" in err
    assert f"{hugo}/content/posts/bundle/index.md:7:1: warning: import-link:" in err
    assert f"{hugo}/content/notes.md:1:1: warning: import-kind:" in err
    assert checked()[0] == 0
    before = content()
    assert bring("hugo", hugo)[1].endswith("0 posts imported, 4 there already\n")
    assert content() == before


@pytest.mark.parametrize(
    ("style", "address"),
    [
        ("date", "/knowledge/2021/01/02/a-b.html"),
        ("pretty", "/knowledge/2021/01/02/a-b/"),
        ("ordinal", "/knowledge/2021/002/a-b.html"),
        ("weekdate", "/knowledge/2021/W53/Sat/a-b.html"),
        ("none", "/knowledge/a-b.html"),
        ("/x/:year/:i_month/:short_year/:title:output_ext", "/x/2021/1/21/a-b.html"),
    ],
)
def test_jekyll_builds_addresses_in_many_ways(style: str, address: str, tmp_path: Path) -> None:
    post = "---\ntitle: A\ncategory: knowledge\n---\nText.\n"
    files = {"_config.yml": f"permalink: {style}\n", "_posts/2021-01-02-a-b.md": post}

    export = read_jekyll(
        lay_out(tmp_path, files), {"knowledge": "knowledge"}, limit_kib=100
    )  # fmt: skip

    assert [entry.addresses for entry in export.entries] == [(address,)]


def test_files_outside_of_the_folder_stay_there(
    tmp_path: Path, bring: Bring, content: Content
) -> None:
    (tmp_path / "secret.png").write_bytes(picture())
    post = "---\ntitle: A\ncategory: knowledge\n---\n![x](../../secret.png) ![y](/../secret.png)\n"
    folder = lay_out(tmp_path / "j", {"_posts/2021-01-02-a.md": post})
    (folder / "link.png").symlink_to(tmp_path / "secret.png")

    status, _, err = bring("jekyll", folder)

    assert status == 0
    assert err.count("import-picture") == 2
    assert [*content()] == ["knowledge/2021-01-02-a.md"]


@pytest.mark.parametrize("kind", ["jekyll", "hugo"])
def test_a_folder_of_something_else_is_a_problem(kind: str, tmp_path: Path, bring: Bring) -> None:
    (tmp_path / "empty").mkdir()

    status, out, err = bring(kind, tmp_path / "empty")

    assert status == 1
    assert "import-unreadable" in err
    assert out == "0 posts imported\n"


def test_punctuation_of_a_title_stood_in_no_address_of_hugo(
    tmp_path: Path, bring: Bring, content: Content
) -> None:
    settings = "[permalinks]\nknowledge = '/:year/:title/'\n"
    text = "---\ntitle: \"It's: a Driver's Tale\"\ndate: 2022-01-01\n---\nText.\n"
    folder = lay_out(tmp_path / "h", {"hugo.toml": settings, "content/knowledge/a.md": text})

    bring("hugo", folder)

    assert b'  - "/2022/its-a-drivers-tale/"\n' in content()["knowledge/2022-01-01-a.md"]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("---\ntitle: a\n", "import-unreadable"),
        ("+++\ntitle = \n+++\n", "import-unreadable"),
        ('{"title": }\n', "import-unreadable"),
        ("---\ntitle: [\n---\n", "yaml-"),
        ("---\n- a\n---\n", "import-unreadable"),
        ("---\ntitle: a: b\ndate: 2022-01-01\n---\n", "yaml-colon"),
        ("---\ntitle: a\ndate: soon\n---\n", "import-date"),
        ("---\ndate: 2022-01-01\ntitle: ''\n---\n", ""),
    ],
)
def test_front_matter_that_cannot_be_read_is_told(
    head: str, code: str, tmp_path: Path, bring: Bring
) -> None:
    folder = lay_out(tmp_path / "h", {"content/knowledge/a.md": f"{head}Text.\n"})

    _, _, err = bring("hugo", folder)

    assert code in err
    assert "Traceback" not in err


HEADS = st.sampled_from(
    ["---", "+++", "title: A", "title = 'A'", "date: 2022-01-01", "{", "}", "tags: [a", "- b",
     "{% raw %}", "{{< x", ">}}",
     "[a](b)", "![a](b)", "[a]: b", "```", "  - x", "<img src='a'>", ""]
)  # fmt: skip


@settings(max_examples=100)
@given(st.lists(HEADS, max_size=12).map("\n".join) | st.text(max_size=60))
def test_whatever_a_file_holds_folders_are_read(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    data = text.encode("utf-8", "replace")
    lay_out(folder, {"content/knowledge/a.md": data, "_posts/2022-01-01-a.md": data})

    for read in (read_hugo, read_jekyll):
        export = read(folder, {"*": "knowledge"}, limit_kib=100)

        assert len(export.entries) <= 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "{% highlight ruby linenos %}\na\n\n    b\n{% endhighlight %}\n",
            "```ruby\na\n\n    b\n```\n",
        ),
        ('{{< highlight go "linenos=1" >}}\nx\n{{< /highlight >}}', "```go\nx\n```"),
        ("{{% highlight go %}}\n```\n{{% /highlight %}}", "````go\n```\n````"),
        ("{% highlight go %}\nx\n{{< /highlight >}}", None),
        ("See {% highlight go %}\nx\n{% endhighlight %}", None),
        ("```\n{% highlight go %}\nx\n{% endhighlight %}\n```", None),
        (
            "{% highlight c %}\n{% highlight go %}\nx\n{% endhighlight %}",
            "{% highlight c %}\n```go\nx\n```",
        ),
    ],
)
def test_a_block_that_a_tag_colours_becomes_one_of_code(body: str, expected: str | None) -> None:
    assert coloured_as_fenced(body, without_code(body)) == (body if expected is None else expected)
