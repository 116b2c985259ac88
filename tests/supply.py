"""What the program is made of: the packages that are pinned, their licences, and the bill of materials that tells them.

`python -m tests.supply FILE` writes the bill, in CycloneDX's JSON form.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from tests.code_shape import PROJECT

RUN, TESTS = PROJECT / "requirements.txt", PROJECT / "tests" / "requirements.txt"
SERVER = PROJECT / "requirements-postgresql.txt"
LICENCES = PROJECT / "docs" / "licences.md"
PINNED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(?P<version>\S+)(?: ; (?P<where>[^\\]+?))?"
    r"(?P<hashes>(?: \\\n +--hash=sha256:[0-9a-f]{64})+)$",
    re.MULTILINE,
)
VENDORED = re.compile(r"(?P<name>[a-z-]+)-(?P<version>[0-9.]+)\.min\.js")


@dataclass(frozen=True, slots=True)
class Package:
    """One pinned package: its name as indexes write it, and the hashes of all its files."""

    name: str
    version: str
    where: str
    hashes: tuple[str, ...]


def pinned(path: Path) -> list[Package]:
    """The packages of a requirements file, in its order."""
    return [
        Package(
            canonical(each["name"]),
            each["version"],
            each["where"] or "",
            tuple(re.findall(r"[0-9a-f]{64}", each["hashes"])),
        )
        for each in PINNED.finditer(path.read_text(encoding="utf-8"))
    ]


def canonical(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def told_licence(name: str) -> str | None:
    """The licence that an installed package tells of itself, on one line; None where it isn't installed here."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if "License ::" in line]
    said = [*(told.get_all("License-Expression") or []), *classified, *(told.get_all("License") or []), ""]
    return str(said[0]).strip()


def written_licences() -> dict[str, str]:
    """The licence of each package, as the document says."""
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", LICENCES.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: licence.strip() for name, licence in rows}


def bill_of_materials() -> dict[str, object]:
    """What is installed to run the program, and what is kept among its files."""
    licences = written_licences()
    packages = [
        {
            "type": "library",
            "name": each.name,
            "version": each.version,
            "purl": f"pkg:pypi/{each.name}@{each.version}",
            "bom-ref": f"pkg:pypi/{each.name}@{each.version}",
            "licenses": [{"expression": licences[each.name]}],
        }
        for each in {each.name: each for each in (*pinned(RUN), *pinned(SERVER))}.values()
    ]
    kept = [
        {
            "type": "library",
            "name": each["name"],
            "version": each["version"],
            "purl": f"pkg:npm/{each['name'].replace('htmx', 'htmx.org')}@{each['version']}",
            "bom-ref": f"static/{path.name}",
            "licenses": [{"expression": licences[each["name"]]}],
        }
        for path in sorted((PROJECT / "static" / "vendor").glob("*.min.js"))
        if (each := VENDORED.fullmatch(path.name))
    ]
    program = {"type": "application", "name": "appui-conseil", "licenses": [{"expression": "EUPL-1.2"}]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": program},
        "components": packages + kept,
    }


def main() -> None:
    """Write the bill of materials."""
    path = Path(sys.argv[1])
    path.write_text(json.dumps(bill_of_materials(), indent=1) + "\n", encoding="utf-8")
    print(f"{path}: {len(bill_of_materials()['components'])} components")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
