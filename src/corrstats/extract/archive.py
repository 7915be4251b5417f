"""Archival references: repository, fond, opis, delo and list, as the editions print them.

One grammar serves both hands: 'RTsKhIDNI f. 17, op. 3, d. 793, ll. 2123', 'ibid., l. 12',
'RGASPI F. 558. Op. 11. D. 86. L. 2–4', 'Ibid. F. 17. Op. 3. D. 953. L. 32', 'Ibid.'.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from corrstats.document import Span
from corrstats.extract.dashes import split_leaves
from corrstats.facts import ArchiveRef, Evidence
from corrstats.languages import alternation
from corrstats.rules import Rule, RuleSet

if TYPE_CHECKING:
    from corrstats.document import Letter, Passage
    from corrstats.languages import Language

_REPOSITORIES = (
    "RTsKhIDNI", "RGASPI", "GARF", "TsGAOR", "APRF", "AP RF", "AVP RF", "AVP SSSR", "AVPRF", "RGVA", "RGAE",
    "TsAMO", "TsA FSB", "TsKhSD", "RGANI",
)  # fmt: skip
_REPOSITORY = alternation(_REPOSITORIES)
_FIELDS = ("repository", "fond", "opis", "delo", "listy")  # of a line of the edition's
_PARTS = (
    "fond",
    "f",
    "opis",
    "op",
    "on",
    "delo",
    "d",
    "ed",
    "listy",
    "list",
    "ll",
    "l",
    "ф",
    "оп",
    "д",
    "л",
    "лл",
)
_SEP = r"[\s.,;]*"
_LEAF = r"\d+(?:\s?(?:ob|rev)\b\.?|\s?[aа]\b)?"
_LEAVES = rf"{_LEAF}(?:\s*(?:[-–—,]|and|&)\s*(?!(?:d|op|f|l)\b){_LEAF})*"
# the part of a file, which leaves are counted in: 'd. 246, part I, ll. 20-23'
_PART = rf"(?:(?:[Pp]art|[Pp]t\.|[Cc]h\.|[Vv]ol\.|[Vv]yp\.|[Tt]om|[Kk]n\.)\s?(?:[IVX]+|\d+){_SEP})?"
# a folder between opis and file: 'f. 059, op. 1, p. 13, d. 6'
_FOLDER = rf"(?:(?:[Pp]\.|[Pp]ap(?:ka)?\.?|[Pp]or\.)\s?\d+{_SEP}(?=[Dd]))?"
# an opis that the scan misread: 'Op. P.' is Op. 11 (two strokes), 'On. 163' and '0p. 163' are Op. 163
_OPIS = r"(?:Op|On|op|0p|[OО][nпp]|оп)"
_ELEVEN = r"[PП]|I1|1I|II|l1|1l|ll|Il|lI"  # two strokes
# leaves whose letters the scan read as ones, behind their file: 'd. 839, 11. 36, 37', 'd. 831, 1. 6'
_ONES = r"(?(d){0}|(?(ibid){0}|(?!)))\.(?=\s?\d)"


_NOTHING = dict.fromkeys(("repository", "ibid", "f", "o", "d", "l", "many", "held"), "")


def _parts(match: re.Match[str], language: Language) -> dict[str, str] | None:  # noqa: ARG001
    parts = _NOTHING | match.groupdict("")
    if parts["held"]:
        return parts
    if not any(parts[name] for name in "fodl") and not parts["ibid"]:
        return None
    # 'f. 301' alone is a folio
    fond = parts["f"] and (parts["o"] or parts["d"] or parts["l"])
    return parts if parts["repository"] or parts["ibid"] or parts["d"] or fond else None


class ArchiveParts(dict[str, str]):
    """The printed parts of a reference."""

    def __str__(self) -> str:
        return " ".join(f"{name}={value}" for name, value in self.items() if value)


def _read(match: re.Match[str], language: Language) -> ArchiveParts | None:
    parts = _parts(match, language)
    return ArchiveParts(parts) if parts else None


ARCHIVE_RULES: tuple[Rule[ArchiveParts], ...] = (
    Rule(
        "fond, opis, delo, list",
        # repository or ibid., then what is printed of fond, opis, delo, listy in their order
        rf"(?<![A-Za-z])(?:(?P<repository>{_REPOSITORY}){_SEP}|(?P<ibid>(?i:@letters_same_as_before))(?![a-z]){_SEP})?"
        rf"(?:(?:[Ff]ond\.?|[FfФф]\.){_SEP}(?P<f>(?:[RРA]-)?\d+(?:[aа](?!\w))?|[IVXP]+(?={_SEP}(?:[Oo]pis|{_OPIS}\.))){_SEP})?"
        rf"(?:(?:[Oo]pis[’'\u02b9]?\.?|{_OPIS}\.){_SEP}(?P<o>\d+(?![Il])|(?:{_ELEVEN})(?=\.)){_SEP}{_FOLDER})?"
        rf"(?:(?:[Dd]elo\.?|[DdДд]\.|[Ee]d\.\s?[Kk]hr\.)\s?(?P<d>\d+[a-z]?(?!\d)){_SEP}{_PART})?"
        rf"(?:(?:(?P<many>[Ll]isty\.?|(?:ll|LL|Ll|ЛЛ|Лл|лл)\.|{_ONES.format(11)})|(?:[Ll]ist\.?|[LlЛл]\.|{_ONES.format(1)}))\s?(?P<l>{_LEAVES}))?",
        _read,
        {
            "(RTsKhIDNI f. 17, op. 3, d. 7, ll. 2123)": "repository=RTsKhIDNI f=17 o=3 d=7 l=2123 many=ll.",
            "(ibid., l. 12).": "ibid=ibid. l=12",
            "(ibid., d. 793, ll. 11, 32, 33).": "ibid=ibid. d=793 l=11, 32, 33 many=ll.",
            "RGASPI F. 558. Op. 11. D. 86. L. 2–4. Autograph": "repository=RGASPI f=558 o=11 d=86 l=2–4",
            "F. 558. Op. P. D. 51. L. 5–7. Autograph": "f=558 o=P d=51 l=5–7",
            "(Ibid. F. 17. Op. 3. D. 953. L. 32)": "ibid=Ibid. f=17 o=3 d=953 l=32",
            "Stalin agreed (Ibid.).": "ibid=Ibid.",
            "RGASPI F. 558 Op. 11. D. 87. L. 54": "repository=RGASPI f=558 o=11 d=87 l=54",
            "RGASPI. F. 17. On. 163. D. 1044. L. 72": "repository=RGASPI f=17 o=163 d=1044 l=72",
            "(ibid., d. 790, l. 8, and d. 791, ll. 23, 24)": "ibid=ibid. d=790 l=8",
            "and d. 791, ll. 23, 24)": "d=791 l=23, 24 many=ll.",
            "f. 17, op. 2, d. 5, part II, ll. 2023)": "f=17 o=2 d=5 l=2023 many=ll.",
            "AVP RF, f. 059a, op. 7, p. 13, d. 6, l. 264": "repository=AVP RF f=059a o=7 d=6 l=264",
            "(ibid., d. 839, 11. 36, 37):": "ibid=ibid. d=839 l=36, 37 many=11.",
            "d. 831, 1. 6; d. 835": "d=831 l=6",
            "RGASPI F. 558 0p. 11. D. 94. L. 40.": "repository=RGASPI f=558 o=11 d=94 l=40",
            "RGASPI Ф. 558. Оп. 11. Д. 739. Л. 88–101.": "repository=RGASPI f=558 o=11 d=739 l=88–101",
            "F. 558. Op. I1. D. 39. L. 66–66a.": "f=558 o=I1 d=39 l=66–66a",
            "GARF, fond 130, opis 6, delo 12, list 4": "repository=GARF f=130 o=6 d=12 l=4",
            "RGAE f. 7, op. 1, ed. khr. 31, l. 9 ob.": "repository=RGAE f=7 o=1 d=31 l=9 ob.",
        },
        (
            "p. 17",
            "a list 5 pages long",
            "Stalin's Politburo in the 30s. S. 65",
            "T. XVII. pp. 566–568",
            "Comrade F. Kon",
            "In reality F. I. Goloshchekin remained",
            "Correspondence 104, f. 301",
        ),
        re.NOFLAG,
        opens=(*_REPOSITORIES, "@letters_same_as_before", *_PARTS),
    ),
    Rule(
        "private archive",
        # 'RGASPI Personal archive of ...'
        rf"(?P<repository>{_REPOSITORY})\s+(?P<held>[Pp]ersonal\s+(?:archive|collection|papers|fond))",
        _read,
        {"RGASPI Personal archive of": "repository=RGASPI held=Personal archive"},
        ("the personal archive",),
        re.NOFLAG,
        opens=_REPOSITORIES,
    ),
)


def archive_rules(language: Language) -> RuleSet[ArchiveParts]:
    """Give the rules for a language."""
    return RuleSet("archive", ARCHIVE_RULES, language)


def find_archive_refs(
    passage: Passage, rules: RuleSet[ArchiveParts], *, emend: bool = True
) -> list[ArchiveRef]:
    """Find the archival references of a zone; what is not restated is left for the second pass.

    A foot line that the edition's own pattern reads is left to it.
    """
    if passage.zone.kind not in {"header", "note", "signature"}:
        return []
    text = passage.text
    own = [
        Span(min(line.fields.values()).start, max(span.end for span in line.fields.values()))
        for line in passage.letter.lines_of("archive reference")
        if line.fields
    ]
    found = []
    before = -1
    # the lines at the foot are blank to all other readers
    at_foot = passage.zone.kind == "signature"
    for one in rules.find(text) if at_foot else passage.find(rules):
        parts = one.value
        if _is_stray(parts, text[max(before, 0) : one.start] if before >= 0 else None):
            continue
        if any(span.start <= passage.zone.start + one.start < span.end for span in own):
            continue
        before = one.end
        end = (
            one.start + len(text[one.start : one.end].rstrip(" \t\n.,;"))
            if parts["l"] or parts["d"]
            else one.end
        )
        if parts["ibid"] and not any(parts[name] for name in "fodl"):
            end = one.start + len(parts["ibid"])
        at = _evidence(passage, one.start, end, one.rule)
        listy, mend = _leaves(parts["l"], plural=bool(parts["many"]) and emend)
        lettered = bool(re.fullmatch(_ELEVEN, parts["o"])) and emend
        opis = "11" if lettered else parts["o"]
        found.append(
            ArchiveRef(
                at=at,
                repository=re.sub(r"\s+", " ", parts["repository"]) or None,
                fond=parts["f"] or None,
                opis=opis or None,
                delo=parts["d"] or None,
                listy=listy or None,
                ibid=bool(parts["ibid"]),
                emendation=mend or ("opis 11 printed as a letter" if lettered else ""),
                held=parts["held"],
            )
        )
    return found


def _is_stray(parts: ArchiveParts, between: str | None) -> bool:
    """Whether a delo without its archive goes on with no reference: '(b. 1880, d. 1930)'."""
    if parts["repository"] or parts["ibid"] or parts["f"]:
        return False
    return between is None or not re.fullmatch(r"[\s,;.]*(?:and\s+)?", between)


def archive_lines(letter: Letter, text: str) -> list[ArchiveRef]:
    """Give the references that the edition's own pattern reads at the foot, from first field to last."""
    found = []
    for line in letter.lines_of("archive reference"):
        spans = [line.fields[name] for name in _FIELDS if name in line.fields]
        start = min((span.start for span in spans), default=line.start)
        end = max((span.end for span in spans), default=line.end)
        end = start + len(text[start:end].rstrip(" \t,;"))
        zone = letter.zone_at(line.start)
        at = Evidence(letter.letter_id, zone.kind, zone.note, start, end, "edition's archive line")
        parts = {name: span.of(text).strip() for name, span in line.fields.items()}
        found.append(
            ArchiveRef(
                at=at,
                repository=parts.get("repository"),
                fond=parts.get("fond"),
                opis=parts.get("opis"),
                delo=parts.get("delo"),
                listy=_leaves(parts.get("listy", ""), plural=False)[0] or None,
                held="edition",
            )
        )
    return found


def _evidence(passage: Passage, start: int, end: int, rule: str) -> Evidence:
    zone = passage.zone
    return Evidence(
        passage.letter.letter_id, zone.kind, zone.note, zone.start + start, zone.start + end, rule
    )


def _falls(plain: str, after: str) -> bool:
    return plain.isdigit() and after.strip().isdigit() and int(plain) > int(after)


def _leaves(printed: str, *, plural: bool) -> tuple[str, str]:
    """Write leaves as '2-4' or '12,13', lost dashes mended; give them and how they were mended."""
    if not printed:
        return "", ""
    pieces = [piece for piece in re.split(r"\s*(?:,|\band\b|&)\s*", printed) if piece]
    written, mends = [], []
    for piece, after in zip_longest(pieces, pieces[1:], fillvalue=""):
        plain = re.sub(r"\s*[-–—]\s*", "-", piece.strip()).replace(" ", "")
        # one number after 'll.', or one that is followed by a lower one, though leaves rise
        alone = len(pieces) == 1 or _falls(plain, after)
        split = split_leaves(plain, alone=alone) if plain.isdigit() and plural else None
        if split:
            mends.append(f"lost dash: '{plain}' read as {split[0]}-{split[1]}")
            plain = f"{split[0]}-{split[1]}"
        written.append(plain)
    return ",".join(written), "; ".join(mends)
