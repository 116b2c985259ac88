"""French spaces in templates: typed plainly, put right when a template is compiled.

A no-break space can't be seen in an editor, and is lost at the first careless edit. So templates are written with
ordinary spaces, and this turns those before ; ! ? : » % € and after « into the ones French has. It touches the text
alone: neither tags, nor Jinja's own code, nor what stands in `code` and `pre`.
"""

from __future__ import annotations

import re

from jinja2.ext import Extension

NARROW, WIDE = "\u202f", "\u00a0"

_CODE = re.compile(
    r"""(\{%.*?%\}|\{\{.*?\}\}|\{\#.*?\#\}                              # Jinja's
    |<(?:code|pre)\b.*?</(?:code|pre)>                                  # text that isn't French
    |<(?:[^<>"{]|"(?:\{\{.*?\}\}|\{%.*?%\}|[^"])*"|\{\{.*?\}\}|\{%.*?%\}|\{)*>)   # tags, Jinja in them or not
    """,
    re.DOTALL | re.VERBOSE,
)
_RULES = (
    (re.compile(r"« | »"), lambda found: found.group().replace(" ", WIDE)),
    (re.compile(r" :(?=\s|$)"), lambda _: f"{WIDE}:"),
    (re.compile(rf"[ {WIDE}]([;!?])(?=[\s»)…]|$)"), lambda found: NARROW + found.group(1)),
    (re.compile(r"(?<=\d) (?=[€%]|\d{3}\b)"), lambda _: NARROW),
)


def with_french_spaces(source: str) -> str:
    """A template's source with its text's spaces put right."""
    pieces = _CODE.split(source)
    for place in range(0, len(pieces), 2):
        for pattern, put_right in _RULES:
            pieces[place] = pattern.sub(put_right, pieces[place])
    return "".join(pieces)


class FrenchSpaces(Extension):
    """Applies it to every template of ours, once, when it is compiled."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source that Jinja compiles."""
        return with_french_spaces(source)
