"""From the bytes of a content file to plain values, or the mistakes of writing that stand in the way."""

from __future__ import annotations

import re
import tomllib

from models.content.errors import Findings

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_TYPESET_DELIMITER = re.compile(r"""(\s*[\w-]+\s*=\s*)[“”„«‟](.*)[“”»‟]""", re.DOTALL)
_TYPESET_OPENING = re.compile(r"""(?:^\s*[\w-]+\s*=|[\[{,]|^)\s*[“”„«‘’‟]""")
_UNREADABLE = (ValueError, RecursionError)  # an endless number is a ValueError, a thousand brackets a RecursionError
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){20}""")
"""Names within names, twenty deep: none is needed, and Python's reader takes minutes over a thousand."""

_DUPLICATES = ("Cannot overwrite", "Cannot declare", "Duplicate inline table key", "Cannot redefine", "Cannot mutate")
_EXPLANATIONS = {
    "Unterminated string": "un texte n’est pas fermé : il manque un guillemet droit à la fin",
    "Illegal character": "caractère interdit ici ; un texte sur plusieurs lignes s’écrit entre trois guillemets droits",
    "Expected '=' after a key": "il manque le signe = après le nom",
    "Unclosed array": "une liste n’est pas fermée : il manque le crochet ]",
    "Expected ']": "un titre de section n’est pas fermé : il manque le crochet ]",
    "Unclosed inline table": "une accolade n’est pas fermée : il manque }",
    "Expected newline or end of document": "il y a quelque chose de trop après la valeur",
    "Invalid value": "la valeur n’est pas lisible ; un texte s’écrit entre guillemets droits",
    "Invalid initial character for a key": "le nom commence par un caractère interdit",
    "Invalid statement": "la ligne n’est ni un nom suivi de =, ni un titre de section entre crochets",
    "Unescaped": "une barre oblique inverse (\\) doit être doublée",
    "Invalid hex": "un code de caractère après \\u est mal écrit",
    "Invalid date": "la date n’existe pas",
}


def read_toml(source: bytes, findings: Findings) -> dict[str, object] | None:
    """The file's values; None where its writing (encoding, quotes, brackets) makes it unreadable, which is noted."""
    text = _decode(source, findings)
    if text is None:
        return None
    if deep := _LONG_KEY.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        findings.note(f"ligne {line}", "trop de noms reliés par des points", "quelques noms au plus : a.b.c")
        return None
    try:
        return tomllib.loads(text)
    except _UNREADABLE:
        mended = _mend_typeset_quotes(text, findings)
    try:
        return tomllib.loads(mended)
    except _UNREADABLE as error:
        _note_syntax(error, mended, findings)
        return None


def _decode(source: bytes, findings: Findings) -> str | None:
    if source.startswith(_UTF_16_MARKS):
        findings.note("ligne 1", "le fichier est enregistré en UTF-16", "un fichier enregistré en UTF-8, sans BOM")
        return None
    if source.startswith(_BYTE_ORDER_MARK):
        findings.note(
            "ligne 1",
            "le fichier commence par une marque invisible (BOM), ajoutée par le Bloc-notes ou par Excel",
            "un fichier enregistré en « UTF-8 », et non en « UTF-8 avec BOM »",
        )
        source = source.removeprefix(_BYTE_ORDER_MARK)
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        findings.note(
            f"ligne {line}",
            "un caractère n’est pas écrit en UTF-8",
            "un fichier enregistré en UTF-8 (et non en « ANSI »)",
        )
        return None


def _mend_typeset_quotes(text: str, findings: Findings) -> str:
    """The text with Word's quotes around values made straight, each noted, so that the rest can be checked as well."""
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if not _TYPESET_OPENING.search(line) or _reads(line):
            continue
        delimited = _TYPESET_DELIMITER.fullmatch(line.rstrip())
        mended = f'{delimited[1]}"{delimited[2].strip()}"' if delimited else re.sub("[“”„‟]", '"', line)
        if mended == line or not _reads(mended):
            continue
        findings.note(
            f"ligne {number}",
            "des guillemets courbes ou français entourent la valeur : Word les a mis à la place des guillemets droits",
            'des guillemets droits (") autour de la valeur ; les guillemets « » restent permis à l’intérieur du texte',
        )
        lines[number - 1] = mended
    return "\n".join(lines)


def _reads(line: str) -> bool:
    try:
        tomllib.loads(line)
    except _UNREADABLE:
        return False
    return True


def _note_syntax(error: Exception, text: str, findings: Findings) -> None:
    message = str(error)
    found = _AT_LINE.search(message)
    line = found.group(1) if found else str(text.count("\n") + 1)
    place = f"ligne {line}, caractère {found.group(2)}" if found else f"ligne {line} (fin du fichier)"
    if isinstance(error, RecursionError):
        findings.note("fichier", "trop de crochets ou d’accolades les uns dans les autres", "quelques niveaux au plus")
        return
    if message.startswith(_DUPLICATES):
        findings.note(place, "le même nom ou la même section est écrit deux fois", "un seul exemplaire de chaque nom")
        return
    explained = (words for start, words in _EXPLANATIONS.items() if message.startswith(start))
    problem = next(explained, "l’écriture n’est pas du TOML")
    findings.note(place, problem, "du TOML : nom = valeur, sections entre crochets ; le reste est vérifié ensuite")
