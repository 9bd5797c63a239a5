"""Style sheets are published without what only people read."""

from __future__ import annotations

import pytest

from autoblog.plan.styles import squeezed


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("/* why */\na { color: red }\n", "a{color:red}"),
        ("a,\nb > c { margin: 0 auto;\n  padding: 0; }", "a,b > c{margin:0 auto;padding:0;}"),
        ("a/* one */b { top: 0 }", "a b{top:0}"),
        ("a /* one */ /* two */ b { top: 0 }", "a b{top:0}"),
        ("a :hover { top: 0 }", "a :hover{top:0}"),
        ("a{width:calc(1rem + 2vw)}", "a{width:calc(1rem + 2vw)}"),
        ("a::after { content: ' ; /* no */  ' }", "a::after{content:' ; /* no */  '}"),
        ('a { content: "\\"  ;  " }', 'a{content:"\\"  ;  "}'),
        ("a { content: '\\A  , ' }", "a{content:'\\A  , '}"),
        (".a\\; b { top: 0 }", ".a\\; b{top:0}"),
        ('@import "x.css" screen;', '@import "x.css" screen;'),
        ("a { src: url( x;  y.png ) }", "a{src:url( x;  y.png )}"),
        ('a { src: url("x)  ;y.png") }', 'a{src:url("x)  ;y.png")}'),
        ("@media (min-width: 40rem) {\n  a { top: 0 }\n}", "@media (min-width:40rem){a{top:0}}"),
        ("a { top: 0 } /* never closed", "a{top:0}"),
    ],
)
def test_comments_and_spare_white_space_go_and_the_rest_stays(written: str, published: str) -> None:
    assert squeezed(written) == published
    assert squeezed(published) == published
