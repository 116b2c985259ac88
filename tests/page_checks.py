"""What every page must be, whatever it says: checked on each page and fragment that a test fetches."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from lxml import etree, html
from markupever import HtmlOptions, Parser
from werkzeug.test import TestResponse

INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "data", "dfn", "em", "i", "kbd", "mark", "q", "small", "span", "strong"}
    | {"sub", "sup", "time", "var", "wbr"}
)
UNSPOKEN = frozenset(("script", "style", "template", "svg", "code", "pre", "kbd"))
"""Elements whose text isn't French prose."""

REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage", "list", "form")
SPOKEN_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "content", "aria-valuetext")
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "form": "action", "source": "src"}
NARROW, WIDE = "\u202f", "\u00a0"

TYPOGRAPHY = (
    (re.compile(r"['\"]"), "a straight apostrophe or quote"),
    (re.compile(rf"[^\s{NARROW}?!…][;!?](?![\w/=])"), "no narrow no-break space before ; ! or ?"),
    (re.compile(r"[ \u00a0][;!?]"), "another space than the narrow no-break one before ; ! or ?"),
    (re.compile(rf"(?<![\d{WIDE}]):(?!//)(?!\d)"), "no no-break space before a colon"),
    (re.compile(rf"«[^{WIDE}{NARROW}]|[^{WIDE}{NARROW}]»"), "no no-break space inside « »"),
    (re.compile(r"\d [\d€%]"), "an ordinary space in a number, or before € or %"),
    (re.compile(r"\.\.\."), "three dots instead of …"),
)
LEAKS = re.compile(r"\bNone\b|\{\{|\}\}|\{%|\bUndefined\b|<(?:Level|Size|Stage|Verdict|Kind)\.|Markup\(|\bFraction\(")
TOKENS = re.compile(r"""(/(?:diagnostics|partage|fiches)/|"csrf_token"[^>]*value=")[\w.-]+""", re.ASCII)
AROUND_A_FRAGMENT = "<!doctype html><title>a</title><div>{}</div>"
DIRECTIVES = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'")


def parse(markup: str, *, fragment: bool) -> html.HtmlElement:
    """The tree of a page, or of a fragment under a `div`."""
    return html.fragment_fromstring(markup, create_parent="div") if fragment else html.document_fromstring(markup)


def faults_of(markup: str, *, fragment: bool) -> tuple[str, ...]:
    """All that is wrong with a page or fragment, its headers aside.

    Visits differ by their tokens: pages that differ by nothing else are checked once.
    """
    return _faults_of(TOKENS.sub(r"\1jeton", markup), fragment)


@lru_cache(maxsize=2000)
def _faults_of(markup: str, fragment: bool) -> tuple[str, ...]:
    tree = parse(markup, fragment=fragment)
    page = () if fragment else faults_of_page(tree)
    return (*faults_of_standard(markup, fragment), *page, *faults_of_markup(tree, markup), *faults_of_typography(tree))


def faults_of_standard(markup: str, fragment: bool) -> tuple[str, ...]:
    """What the HTML standard calls errors, by the parser of a browser engine (html5ever): with words, without lines."""
    parser = Parser(HtmlOptions(exact_errors=True))
    parser.process(AROUND_A_FRAGMENT.format(markup) if fragment else markup)
    return tuple(f"the standard: {error}" for error in parser.finish().errors())


def faults_of_page(tree: html.HtmlElement) -> Iterator[str]:
    """What is wrong with a whole page, beyond what is wrong with any fragment."""
    if tree.get("lang") != "fr":
        yield "the page doesn't say lang=fr"
    if len(tree.xpath("//h1")) != 1:
        yield f"{len(tree.xpath('//h1'))} h1 instead of one"
    titles = [title.text_content().strip() for title in tree.xpath("//head/title")]
    if len(titles) != 1 or len(titles[0]) < len("Guide"):
        yield f"titles: {titles}"
    if len(tree.xpath("//main")) != 1:
        yield "not exactly one main"
    yield from _dangling(tree)


def _dangling(tree: html.HtmlElement) -> Iterator[str]:
    for element in tree.xpath("//*[starts-with(@hx-target, '#')]"):
        if not tree.xpath("//*[@id=$id]", id=element.get("hx-target")[1:]):
            yield f"hx-target {element.get('hx-target')} is nowhere on the page"
    ids = set(tree.xpath("//@id"))
    for element in tree.xpath("//*"):
        for name in REFERENCES:
            missing = set((element.get(name) or "").split()) - ids
            if missing:
                yield f"{name} of {_tag(element)} points at nothing: {', '.join(sorted(missing))}"
    for link in tree.xpath("//a[starts-with(@href, '#') and string-length(@href) > 1]"):
        if link.get("href")[1:] not in ids:
            yield f"a link to {link.get('href')}, which is nowhere on the page"


def faults_of_markup(tree: html.HtmlElement, markup: str) -> Iterator[str]:
    """What is wrong anywhere: page or fragment."""
    for id_, count in Counter(tree.xpath("//@id")).items():
        if count > 1:
            yield f"id {id_!r} stands {count} times"
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    for above, below in itertools.pairwise(levels):
        if below > above + 1:
            yield f"h{below} right after h{above}"
    if LEAKS.search(markup):
        yield f"the program shows through: {_around(LEAKS, markup)}"
    for element in tree.xpath("//*"):
        yield from _unsafe(element)
    yield from _unnamed(tree)


def _unsafe(element: html.HtmlElement) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name == "style" or name.startswith(("on", "hx-on")) or str(value).strip().startswith("javascript:"):
            yield f"{name} on {_tag(element)}: the policy forbids it"
    if element.tag == "style" or (element.tag == "script" and not element.get("src")):
        yield f"an inline {element.tag}"
    if element.get("target") == "_blank" and "noopener" not in (element.get("rel") or ""):
        yield f"{_tag(element)} opens a window that can reach back (rel=noopener)"
    loaded = LOADED.get(str(element.tag))
    address = element.get(loaded) if loaded else None
    if address and urlsplit(str(address)).netloc and element.get("rel") != "canonical":
        yield f"{_tag(element)} loads from elsewhere: {address}"


def _unnamed(tree: html.HtmlElement) -> Iterator[str]:
    for field in tree.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        labelled = field.get("aria-label") or field.get("aria-labelledby") or field.xpath("ancestor::label")
        if not labelled and not tree.xpath("//label[@for=$id]", id=field.get("id") or ""):
            yield f"{_tag(field)} has no label"
        if not field.get("name") and field.get("readonly") is None and field.get("type") != "search":
            yield f"{_tag(field)} has no name"
    for element in tree.xpath("//button|//a[@href]|//legend|//h1|//h2|//h3|//h4|//th|//label|//summary"):
        spoken = element.text_content().strip() or element.get("aria-label") or element.get("aria-labelledby")
        if not spoken and not element.xpath(".//img[@alt!='']|.//*[@aria-label]|.//*[local-name()='title']"):
            yield f"{_tag(element)} says nothing"
    for fieldset in tree.xpath("//fieldset[not(legend)]"):
        yield f"{_tag(fieldset)} has no legend"
    for image in tree.xpath("//img[not(@alt)]"):
        yield f"{_tag(image)} has no alt"
    for picture in tree.xpath("//*[local-name()='svg'][not(@aria-hidden) and not(@role)]"):
        yield f"{_tag(picture)} is neither hidden nor an image with a name"


def faults_of_typography(tree: html.HtmlElement) -> Iterator[str]:
    """Where what is read isn't written as French is."""
    for text in (*visible_text(tree).split("\n"), *_spoken_attributes(tree)):
        for pattern, fault in TYPOGRAPHY:
            if pattern.search(text):
                yield f"{fault}: {_around(pattern, text)}"


def visible_text(tree: html.HtmlElement) -> str:
    """What is read, a line a block, spaces as they are shown (no-break ones kept)."""
    pieces: list[str] = []

    def walk(element: etree._Element) -> None:
        tag = str(element.tag)  # a comment's tag is a function: it is no element we know, and its text isn't shown
        if tag not in INLINE:
            pieces.append("\n")
        spoken = tag.isalnum() and tag not in UNSPOKEN and element.get("translate") != "no"
        if spoken:
            pieces.append(re.sub(r"[ \t\r\n]+", " ", element.text or ""))
            for child in element:
                walk(child)
                pieces.append(re.sub(r"[ \t\r\n]+", " ", child.tail or ""))
        if tag not in INLINE:
            pieces.append("\n")

    walk(tree)
    return re.sub(r" *\n[ \n]*", "\n", "".join(pieces)).strip()


def _spoken_attributes(tree: html.HtmlElement) -> Iterator[str]:
    for name in SPOKEN_ATTRIBUTES:
        for element in tree.xpath(f"//*[@{name}][not(ancestor-or-self::*[@translate='no'])]"):
            if name != "content" or element.get("name") == "description":
                yield str(element.get(name))


def faults_of_headers(response: TestResponse, path: str) -> Iterator[str]:
    """What is missing or wrong in the headers of a page or fragment."""
    headers = response.headers
    if headers.get("Content-Type") != "text/html; charset=utf-8":
        yield f"Content-Type: {headers.get('Content-Type')}"
    policy = headers.get("Content-Security-Policy", "")
    yield from (f"the policy lacks {directive}" for directive in DIRECTIVES if directive not in policy)
    if "unsafe" in policy or "*;" in policy:
        yield f"a loose policy: {policy}"
    embeddable = path == "/integre" or path.startswith("/integre/")
    if ("frame-ancestors 'none'" in policy) == embeddable or ("X-Frame-Options" in headers) == embeddable:
        yield "frame-ancestors or X-Frame-Options is wrong for this address"
    for name, values in {
        "X-Content-Type-Options": {"nosniff"},
        "Referrer-Policy": {"same-origin"} if path.startswith("/pilotage") else {"no-referrer"},
    }.items():
        if headers.get(name) not in values:
            yield f"{name}: {headers.get(name)}"
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        yield "no Permissions-Policy"
    if ("/diagnostics/" in path or path.startswith("/pilotage")) and "no-store" not in headers.get("Cache-Control", ""):
        yield "what shows answers or people may be kept: no Cache-Control: no-store"
    if not path.startswith("/pilotage") and "Set-Cookie" in headers:
        yield f"a cookie on the public side: {headers['Set-Cookie']}"


def _tag(element: html.HtmlElement) -> str:
    markup = str(html.tostring(element, encoding="unicode", with_tail=False))
    return markup.partition(">")[0][:160] + ">"


def _around(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    assert found
    return repr(text[max(0, found.start() - 30) : found.end() + 30])
