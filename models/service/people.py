"""Whom the public may ask at the Aract: what the operator says of them, shown on pages and in letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or a team, how to reach them and when; what isn't known is empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""

    @property
    def reachable(self) -> bool:
        """Whether there is a way to reach them."""
        return bool(self.phone or self.email)

    @property
    def dialled(self) -> str:
        """The number as a telephone takes it: its digits, and the plus sign of a foreign one."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    @property
    def line(self) -> str:
        """Everything known in one line, as in a letter: « Claire Exemple, 04 72 00 00 00, du lundi au jeudi »."""
        return ", ".join(filter(None, (self.name, self.phone, self.email, self.hours)))


CONTACT_FACTS: Mapping[str, str] = {f"CONTACT_{field.name.upper()}": field.name for field in fields(Contact)}
"""Environment variable → attribute of `Contact`."""
