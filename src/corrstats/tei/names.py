"""Names of persons, organisations and places to ids: authority files tell who is who, else the name does.

A reference to an authority file (GND, VIAF, Wikidata, Library of Congress, BnF, NDL, GeoNames) is written in
one form, however it was printed, so that the same person has the same id in every file.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNKNOWN_ID, UNKNOWN_REF = "open-unknown", "http://correspSearch.net/unknown"
URN = "urn:corrstats:person:"
# 'unknown' in the languages of the editions at hand; CMIF asks for 'Unknown'
_UNKNOWN = {
    *("unknown", "[unknown]", "anonymous", "unbekannt", "[unbekannt]", "unbekannter", "unbekannte", "anonym"),
    *("unbekannter absender", "unbekannter verfasser", "unbekannter empfänger", "unbekannter adressat"),
    *("nicht ermittelt", "inconnu", "inconnue", "sconosciuto", "desconocido", "nn", "n.n", "n. n", "n.n."),
    *("n. n.", "?", "[?]", "???"),
}
# host and path of an authority file, the short name of its ids, and how it writes a reference to them
_AUTHORITIES = (
    (r"(?:d-nb\.info/gnd/|gnd[:/])\s*(\d[\dX-]*)", "gnd", "https://d-nb.info/gnd/{}"),
    (r"(?:viaf\.org/viaf/|viaf[:/])\s*(\d+)", "viaf", "http://viaf.org/viaf/{}"),
    (
        r"(?:wikidata\.org/(?:entity|wiki)/|wikidata[:/]|^)(Q\d+)",
        "wikidata",
        "http://www.wikidata.org/entity/{}",
    ),
    (r"id\.loc\.gov/authorities/(?:names/)?(n[a-z]*\d+)", "lc", "http://id.loc.gov/authorities/names/{}"),
    (
        r"(?:data|catalogue)\.bnf\.fr/(?:fr/)?(?:ark:/12148/)?(cb\w+|\d{8})",
        "bnf",
        "http://data.bnf.fr/ark:/12148/{}",
    ),
    (r"id\.ndl\.go\.jp/auth/(?:ndlna|ndla)/(\d+)", "ndl", "http://id.ndl.go.jp/auth/ndlna/{}"),
)
_FORMS = tuple((re.compile(form, re.IGNORECASE), name, url) for form, name, url in _AUTHORITIES)
_GEONAMES = re.compile(r"(?:geonames\.org/|geonames[:/])\s*(\d+)", re.IGNORECASE)
# blanks; a comma or semicolon only where another address follows
_BETWEEN_REFS = re.compile(r"\s+|[,;]\s*(?=https?:)")
_POINTS_NOWHERE = re.compile(
    r"#|(?:https?://)?(?:www\.|sws\.)?"
    r"(?:d-nb\.info(?:/gnd)?|viaf\.org(?:/viaf)?|wikidata\.org(?:/(?:wiki|entity))?|geonames\.org)/?|https?:(?://)?",
    re.IGNORECASE,
)
_MOST_OF_A_SLUG = 80


@dataclass(frozen=True)
class Party:
    """Who is named: id, name, kind (person, organisation or unknown) and references, blanks between."""

    person_id: str
    name: str
    kind: str
    ref: str = ""
    wikidata: str = ""
    family_name: str = ""
    given_names: str = ""


@dataclass(frozen=True)
class Listed:
    """Where names are from: the corpus, and the ids of listed people by their Wikidata ids."""

    corpus: str
    curated: Mapping[str, str] = field(default_factory=dict)


def place_ref(refs: str) -> str:
    """Give the references to a place, blanks between; of several kinds those to GeoNames, in full form.

    >>> place_ref("www.geonames.org/2857807/offenbach.html")
    'https://www.geonames.org/2857807'
    """
    known = dict.fromkeys(_GEONAMES.findall(refs))
    if known:
        return " ".join(f"https://www.geonames.org/{number}" for number in known)
    return " ".join(split_refs(refs))


def split_refs(printed: str) -> list[str]:
    """Give the references in an attribute, each once; an address without what it should point to is none.

    >>> split_refs("https://d-nb.info/gnd/1;https://viaf.org/viaf/2 # http://d-nb.info/gnd/")
    ['https://d-nb.info/gnd/1', 'https://viaf.org/viaf/2']
    """
    refs = _BETWEEN_REFS.split(printed.strip())
    return [ref for ref in dict.fromkeys(refs) if ref and not _POINTS_NOWHERE.fullmatch(ref)]


def slug(text: str) -> str:
    """Give a text as a part of an id: small letters and digits of any script, hyphens between."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return re.sub(r"[^\w]+|_+", "-", plain).strip("-")[:_MOST_OF_A_SLUG]


def read_party(
    name: str,
    attributes: Mapping[str, str],
    kind: str,
    listed: Listed,
    parts: tuple[str, str] = ("", ""),
) -> Party:
    """Say who is named by a name as printed and its attributes; ``parts`` are family and given names."""
    refs = [_authority(ref) or (ref, "", "") for ref in _refs(attributes, listed.corpus)]
    if _is_unknown(name, refs):
        return Party(UNKNOWN_ID, "Unknown", "unknown")
    family, given = parts if any(parts) else _inverted(name)
    if kind == "person":
        family = family or name  # a name that does not say which part it is stands whole
    wikidata = next((number for _, authority, number in refs if authority == "wikidata"), "")
    return Party(
        person_id=listed.curated.get(wikidata) or _person_id(name, refs, attributes.get("key", "")),
        name=name or (refs[0][0] if refs else attributes.get("key", "").strip()),
        kind=kind,
        ref=" ".join(ref for ref, _, _ in refs if not ref.startswith(URN)),
        wikidata=wikidata,
        family_name=family,
        given_names=given,
    )


def _refs(attributes: Mapping[str, str], corpus: str) -> list[str]:
    """Give the references of a name; one within the file gets the name of the corpus before it."""
    printed = attributes.get("ref") or attributes.get("corresp") or attributes.get("sameAs") or ""
    return [corpus + ref if ref.startswith("#") else ref for ref in split_refs(printed)]


def _authority(ref: str) -> tuple[str, str, str] | None:
    """Give a reference in full form, the short name of its authority file, and the number in it."""
    for form, name, url in _FORMS:
        known = form.search(ref)
        if known:
            number = known[1].upper() if name in {"gnd", "wikidata"} else known[1]
            return url.format(number), name, number
    return None


def _is_unknown(name: str, refs: Iterable[tuple[str, str, str]]) -> bool:
    if any("correspsearch.net/unknown" in ref.casefold() for ref, _, _ in refs):
        return True
    return not any(refs) and name.casefold() in _UNKNOWN


def name_id(name: str) -> str:
    """Give the id of somebody of whom only the name is known."""
    return f"found-{slug(name) or 'nameless'}"


def _person_id(name: str, refs: list[tuple[str, str, str]], key: str) -> str:
    for ref, authority, number in refs:
        if ref.startswith(URN):
            return ref.removeprefix(URN)
        if authority:
            return f"{authority}-{number}"
    if refs:
        return f"ref-{slug(re.sub(r'^https?://(?:www[.])?', '', refs[0][0])) or 'none'}"
    if key.strip():
        return f"key-{slug(key) or 'none'}"
    return name_id(name)


def _inverted(name: str) -> tuple[str, str]:
    """Take family and given names from 'Wieland, Christoph Martin'; other names do not say which is which."""
    family, comma, given = name.partition(", ")
    return (family, given) if comma and family and given and "," not in given else ("", "")
