"""Invented companies and people of the twelve departments. Phone numbers are those set aside for fiction."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from unicodedata import combining, normalize

TOWNS = {
    "01": ("Bourg-en-Bresse", "01000"),
    "03": ("Moulins", "03000"),
    "07": ("Aubenas", "07200"),
    "15": ("Aurillac", "15000"),
    "26": ("Romans-sur-Isère", "26100"),
    "38": ("Voiron", "38500"),
    "42": ("Montbrison", "42600"),
    "43": ("Yssingeaux", "43200"),
    "63": ("Thiers", "63300"),
    "69": ("Villeurbanne", "69100"),
    "73": ("Albertville", "73200"),
    "74": ("Cluses", "74300"),
}
"""A town of each department, with its postal code."""

TRADES = {
    "industrie": ("Menuiserie", "Mécanique", "Fonderie", "Textiles", "Décolletage", "Papeterie"),
    "services": ("Cabinet", "Atelier numérique", "Bureau d’études", "Nettoyage", "Transports", "Conseil"),
    "commerce": ("Épicerie", "Librairie", "Quincaillerie", "Comptoir"),
    "btp": ("Charpentes", "Maçonnerie", "Couverture", "Électricité"),
    "agriculture": ("Laiterie", "Vergers", "Maraîchage", "Fromagerie"),
    "autre": ("Maison", "Théâtre", "Tiers-lieu", "Académie"),
}
PLACES = (
    "du Forez",
    "des Volcans",
    "de la Dombes",
    "du Vercors",
    "des Bauges",
    "du Pilat",
    "de la Limagne",
    "des Combrailles",
    "du Semnoz",
    "de l’Eyrieux",
    "du Velay",
    "de la Bresse",
    "des Aravis",
    "de la Chartreuse",
    "du Diois",
    "de l’Allier",
)
FIRST_NAMES = (
    "Amel",
    "Benoît",
    "Camille",
    "Djamila",
    "Élodie",
    "Farid",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jérôme",
    "Karine",
    "Loïc",
    "Maëlle",
    "Nadia",
    "Olivier",
    "Pauline",
    "Quentin",
    "Rachel",
    "Sébastien",
    "Thérèse",
    "Ulysse",
    "Valérie",
    "Yann",
)
LAST_NAMES = (
    "Arnaud",
    "Berthet",
    "Chapuis",
    "Delorme",
    "Exbrayat",
    "Faure",
    "Girodet",
    "Haddad",
    "Issartel",
    "Jourdan",
    "Khelifi",
    "Lacombe",
    "Monteil",
    "Noyerie",
    "Ollagnier",
    "Perrin",
    "Quiblier",
    "Roche",
    "Sabatier",
    "Teyssier",
    "Vialle",
)
ROLES = ("Direction", "Responsable des ressources humaines", "Gérance", "Responsable de site")
"""Whatever the first name."""
PREFIXES = {
    "scop": "SCOP ",
    "scic": "SCIC ",
    "association": "Association ",
    "groupe": "Groupe ",
    "collectif": "Collectif ",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented, at an invented company."""

    name: str
    role: str
    email: str
    phone: str
    company: str
    siren: str
    postal_code: str


def invent_person(chance: Random, department: str, structure: str, sector: str) -> Person:
    """Somebody who runs a company of that structure and sector in that department."""
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    trade, place = chance.choice(TRADES.get(sector, TRADES["autre"])), chance.choice(PLACES)
    company = f"{PREFIXES.get(structure, '')}{trade} {place}"
    return Person(
        name=f"{first} {last}",
        role=chance.choice(ROLES),
        email=f"{_plain(first)}.{_plain(last)}@{_plain(trade)}{chance.randrange(100)}.example",
        phone=f"+3346571{chance.randrange(10_000):04d}",
        company=company,
        siren=invent_siren(chance),
        postal_code=TOWNS.get(department, TOWNS["69"])[1],
    )


def invent_siren(chance: Random) -> str:
    """Nine digits that pass the check of a SIREN (Luhn), in a range not given out (beginning with 000)."""
    digits = f"000{chance.randrange(100_000):05d}"
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def _plain(words: str) -> str:
    letters = normalize("NFD", words.lower())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum() and not combining(letter))
