"""E-mail addresses: checked by their spelling only, never by asking the network."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, validate_email

from models.contact.text import EMAIL_LIMIT, EntryError, read_line

_MISTYPED = {
    "gmial.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gmal.com": "gmail.com",
    "gmail.fr": "gmail.com",
    "hotmial.com": "hotmail.com",
    "hotmai.com": "hotmail.com",
    "outlok.com": "outlook.com",
    "outlook.f": "outlook.fr",
    "ornage.fr": "orange.fr",
    "oragne.fr": "orange.fr",
    "wanado.fr": "wanadoo.fr",
    "laposte.fr": "laposte.net",
    "yaho.fr": "yahoo.fr",
    "yaho.com": "yahoo.com",
}
"""Domains where nobody has a mailbox, and the one that was meant."""

_MISTYPED_ENDINGS = {".con": ".com", ".cmo": ".com", ".ocm": ".com", ".comm": ".com"}


def read_email(typed: str) -> str:
    """The address, its domain in ASCII; raises EntryError with the reason in words.

    A domain may have accents (it is turned into its ASCII form). The part before the @ may not: mailboxes with
    accents hardly exist, and many servers can't carry them, so that one is nearly always a slip.
    """
    address = read_line(typed, EMAIL_LIMIT)
    _refuse_usual_slips(address)
    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise EntryError(
            "Cette adresse ne s’écrit pas comme une adresse e-mail\u00a0: vérifiez-la signe par signe, "
            "par exemple prenom.nom@entreprise.fr."
        ) from error
    return checked.ascii_email or checked.normalized


def _refuse_usual_slips(address: str) -> None:
    name, at, domain = address.rpartition("@")
    if not at:
        raise EntryError("Il manque le signe @ dans cette adresse, par exemple prenom.nom@entreprise.fr.")
    if "@@" in address:
        raise EntryError("Le signe @ est écrit deux fois dans cette adresse\u00a0: gardez-en un seul.")
    if "@" in name or "<" in address or ";" in address:
        raise EntryError("Écrivez une seule adresse, sans nom ni chevrons, par exemple prenom.nom@entreprise.fr.")
    if " " in address:
        raise EntryError("Une adresse e-mail ne contient pas d’espace\u00a0: retirez-le.")
    if not name:
        raise EntryError("Il manque ce qui précède le signe @ dans cette adresse.")
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        raise EntryError(
            "Une adresse e-mail n’a pas d’accent avant le signe @\u00a0: "
            f"écrivez sans doute «\u00a0{plain}@{domain}\u00a0»."
        )
    meant = _meant(domain.lower())
    if meant:
        raise EntryError(f"Vouliez-vous écrire «\u00a0{name}@{meant}\u00a0»\u202f? Vérifiez la fin de l’adresse.")
    if "," in domain:
        raise EntryError("Le nom qui suit le signe @ contient une virgule\u00a0: remplacez-la par un point.")
    if "." not in domain.strip("."):
        raise EntryError("Le nom qui suit le signe @ est incomplet\u00a0: il se termine par .fr, .com ou autre.")


def _meant(domain: str) -> str:
    """The domain that a usual slip of the fingers stands for; nothing where it looks right."""
    for slip, ending in _MISTYPED_ENDINGS.items():
        if domain.endswith(slip):
            domain_meant = domain.removesuffix(slip) + ending
            return _MISTYPED.get(domain_meant, domain_meant)
    return _MISTYPED.get(domain, "")
