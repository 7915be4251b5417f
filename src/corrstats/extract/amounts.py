"""Numbers with a unit as printed: figures and words, ranges, sums, multipliers, lost dashes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from corrstats.extract.dashes import split_number
from corrstats.facts import Amount
from corrstats.knowledge import split_cell
from corrstats.languages import alternation, fold_case
from corrstats.rules import Rule
from corrstats.words import DIGIT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corrstats.knowledge import Unit
    from corrstats.languages import Language

# digits once read are not given back: no number goes on in the middle of another
_FIGURES = (
    r"(?>\d[\dO]{0,2}(?:,[\dO]{3})+|\d{1,3},\d{1,2}(?=\s+(?:@multipliers)|\s?%)|l\d{1,2}(?=\s*(?:%|percent|per\s+cent))|"
    r"\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?!\d)|\d+)(?:[.·]\d+)?"
)
_HALVES = r"\d+?\s?1/2(?!\d)|\d+½"
# 'twenty-five', 'two hundred and fifty', 'two hundred' before 'thousand', 'one and a half'
_SMALL = r"(?:@numerals)(?:[-\s](?:@numerals))?"
_WORDS = (
    rf"(?:(?:{_SMALL}|an?)\s+hundred(?:(?:\s+and)?\s+{_SMALL}|(?=\s+(?:@multipliers)))|"
    rf"{_SMALL}(?:\s+@fractions)?)"
)
_NUMBER = rf"(?:{_HALVES}|{_FIGURES}|(?!\d)(?:@parts|{_WORDS}|an?(?=\s+(?:@multipliers))))"
# 'million', 'mil.', 't[ys]', and the doubled word of an expanded abbreviation: 'million [million]'
_MULTIPLIER = r"\s*(?:@multipliers)(?![a-z])(?:\s*\[[a-z.]{1,12}\]?)?(?:(?<=\])\.(?=\s+p\[))?"
_BEFORE = ("@amounts_about", "@amounts_at_most", "@amounts_at_least", "from", "between")
_LATER = rf"(?:{_FIGURES}|(?:and\s+)?{_WORDS}(?=\s+(?:@multipliers)))"
_OPENS = (DIGIT, "l", "@numerals", "@parts", "a", "an", *_BEFORE, "$", "£", "¥")
_QUALIFIER = r"(?P<qualifier>@amounts_about|@amounts_at_most|@amounts_at_least)\s+"


# qualifier, number or range, multipliers
_AMOUNT = (
    rf"(?<![\w/.:–-])(?<!\d,)(?:{_QUALIFIER})?(?:from\s+|(?P<between>between\s+))?(?P<sign>[$£¥]\s?)?"
    rf"(?P<n1>{_NUMBER})(?P<m1>{_MULTIPLIER})?(?:\s+(?P<s1>{_LATER})(?P<ms1>{_MULTIPLIER})?)?"
    rf"(?:\s*(?P<link>[-–—]|\bto\b|\bor\b|(?(between)\band\b|(?!))|,\s*(?:sometimes|or|perhaps|if\s+not|maybe)(?:\s+even)?\b|(?<=,\d\d\d)(?=\d{{1,3}},\d{{3}})|(?<=½)(?=\d))\s*"
    rf"[$£¥]?\s?(?P<n2>{_NUMBER})(?P<m2>{_MULTIPLIER})?(?:\s+(?P<s2>{_LATER})(?P<ms2>{_MULTIPLIER}))?)?"
)
AFTER_UNIT = "bare number after a unit and 'to'"
_HUNDRED = 100
_LARGE_MASS = 1000
_THOUSAND = 1000
# a unit that is a single letter
_LETTER = re.compile(r"[pr]\.|t\.?", re.IGNORECASE)
_HALF_MARK = "/"
_CURRENCIES = {"$": "dollar", "£": "pound sterling", "¥": "yen"}
# a plural noun: what is counted is named, though it is no unit we know
_PLURAL = r"\.?\s+(?!(?:this|is|was|has|as|less|plus|versus|unless|its|his|thus|across)\b)[a-z-]{2,}s\b"


# letters that the scan read for digits, and '9,4' for 9.4
_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "·": "."})
_ONE = re.compile(r"l\d")
_MISREAD = re.compile(r"(?<=[\d,])O|l(?=\d)", re.IGNORECASE)
_COMMA = re.compile(r"(\d{1,3}),(\d{1,2})")


def read_number(printed: str, language: Language) -> float:
    """Read one number in figures or words: '1,100,000', '2 1/2', '21/2', 'two and a half', 'half a'."""
    text = re.sub(r"\s+", " ", printed.strip())
    if _HALF_MARK in text or "½" in text:
        whole = re.match(r"(\d+?)\s?(?:1/2|½)", text)
        return float(whole[1]) + 0.5 if whole else 0.5
    if text[0].isdigit() or _ONE.match(text):
        decimal = _COMMA.fullmatch(text)
        return float(
            f"{decimal[1]}.{decimal[2]}" if decimal else re.sub(r"[,\s]", "", text.translate(_DIGITS))
        )
    part = re.search(language.patterns["fractions"], text, re.IGNORECASE)
    if re.fullmatch(language.patterns["parts"], text, re.IGNORECASE):
        return float(Fraction(language.value("parts", text)))
    integer = text[: part.start()] if part else text
    numerals = rf"(?:{language.patterns['numerals']}|hundred)(?![a-z])"
    total = 0
    for numeral in re.findall(numerals, integer, re.IGNORECASE):
        hundred = numeral.casefold() == "hundred"
        total = max(total, 1) * _HUNDRED if hundred else total + language.number("numerals", numeral)
    return float(total or 1) + (int(language.value("fractions", part[0])) / 100 if part else 0.0)


def _multiplier(printed: str | None, language: Language) -> float:
    if not printed:
        return 1.0
    word = re.match(r"\s*(" + language.patterns["multipliers"] + ")", printed, re.IGNORECASE)
    return float(language.number("multipliers", word[1])) if word else 1.0


def _ends_thousands(g: Mapping[str, str | None], language: Language) -> bool:
    """Whether a number without a multiplier ends one of thousands: '131 thousand 600 tons'."""
    last = read_number(g["s1"] or "0", language)
    return _multiplier(g["m1"], language) == _THOUSAND and last < _THOUSAND


def _bounds(match: re.Match[str], language: Language) -> tuple[float, float] | None:
    """Give low and high of a match in the unit, multipliers applied; None where it is not one amount."""
    g = match.groupdict()
    if g["s1"] and not g["m1"]:
        return None
    if g["n2"] is None:
        if g["s1"] and not g["ms1"] and not _ends_thousands(g, language):
            return None
        one = read_number(g["n1"], language) * _multiplier(g["m1"], language)
        if g["s1"]:
            one += read_number(g["s1"], language) * _multiplier(g["ms1"], language)
        return one, one
    high = read_number(g["n2"], language) * _multiplier(g["m2"], language)
    if g["s1"] and not g["ms1"]:
        base = read_number(g["n1"], language) * _multiplier(g["m1"], language)
        low = base + read_number(g["s1"], language) * _multiplier(g["m2"], language)
        return min(low, base + high), max(low, base + high)
    if g["s2"]:
        high += read_number(g["s2"], language) * _multiplier(g["ms2"], language)
    low = read_number(g["n1"], language) * _multiplier(
        g["m1"] or (g["m2"] if not g["s1"] else None), language
    )
    if g["s1"]:
        low += read_number(g["s1"], language) * _multiplier(g["ms1"], language)
    return min(low, high), max(low, high)


@dataclass(frozen=True)
class Units:
    """The units by their printed forms."""

    by_form: dict[str, Unit]
    pattern: str
    counted: str  # those that are things counted: men, wagons

    def of(self, printed: str) -> Unit:
        """Give the unit of a printed form, which may stand in brackets or beside one."""
        form = fold_case(" ".join(printed.split()))
        after, before = form.removeprefix("["), form.removesuffix("]")
        shorn = (form, after, before, after.removesuffix("]"))
        return next(self.by_form[one] for one in shorn if one in self.by_form)


def make_units(rows: Sequence[Unit]) -> Units:
    """Index the units by form."""
    forms = {form.casefold(): row for row in rows for form in split_cell(row.forms)}
    counted = (form for form, row in forms.items() if row.kind == "count")
    return Units(forms, alternation(forms), alternation(counted))


def _tails(units: Units) -> str:
    """Give the pattern of what follows the figures: a unit, a counted noun, or nothing that is one."""
    # '[%]', 'millions of poods', '21-kilometre'
    unit = rf"(?:(?<=s)\s+of(?=\s))?\s*-?(?P<unit>\[?(?:{units.pattern})\]?)(?![a-z]|(?<=t)\[)"
    # '230 Soviet writers', '15 Moscow heads of political departments': a word or two before the noun
    counted = rf"(?:\s+(?!of\b)[a-z-]+){{1,2}}?\s*-?(?P<counted>\[?(?:{units.counted})\]?)(?![a-z])"
    # '64 mil. 101 t[ys]', '20 million': the unit comes from the series
    bare = (
        rf"(?(m1)|(?(m2)|(?!)))(?!{_PLURAL}|\s+[a-z-]+{_PLURAL}|\s+of\b|\s*(?-i:[A-Z])|[ .]*\d(?!\d?\)))"
        r"(?=\s|[.,;:)]|$)"
    )
    return rf"(?:{unit}|{counted}|(?(sign)|{bare}))"


def _is_large(match: re.Match[str], bounds: tuple[float, float]) -> bool:
    """Whether a number is one before which a single letter is a unit: 'p.' and 't' are words elsewhere."""
    broken = match["unit"].casefold() == "r." and "½" in match[0]
    mass = match["unit"] == "t" and (bounds[1] >= _LARGE_MASS or match.string.startswith(" of ", match.end()))
    return bool(match["m1"] or match["m2"]) or broken or mass


def quantity_rules(units: Units, *, emend: bool = True) -> tuple[Rule[Amount], ...]:
    """Give the rules that read amounts, built from the known units; without ``emend`` as printed."""

    def read(match: re.Match[str], language: Language) -> Amount | None:
        bounds = _bounds(match, language)
        if bounds is None or (match["link"] == "" and not emend):
            return None
        printed = match["unit"] or match["counted"]
        if printed and _LETTER.fullmatch(printed) and not _is_large(match, bounds):
            return None
        sign = match["sign"]
        unit = units.of(printed).unit if printed else _CURRENCIES[sign.strip()] if sign else ""
        if unit == "day" and not match["n1"][0].isdigit():
            return None
        return _mended(match, bounds, unit, language, emend=emend)

    def read_kopecks(match: re.Match[str], language: Language) -> Amount:  # noqa: ARG001
        number = int(match["n"]) + int(match["part"]) / _HUNDRED
        return Amount(number, number, "ruble", approximate=False, emendation="", multiplied=False, bound="")

    def read_number_alone(match: re.Match[str], language: Language) -> Amount:
        number = read_number(match["n"], language)
        return Amount(number, number, "", approximate=False, emendation="", multiplied=False, bound="")

    return (
        Rule(
            "amount",
            _AMOUNT + _tails(units),
            read,
            {
                "If 1 to 1.5 million poods of": "1000000-1500000 pood",
                "1 billion 400-500 mil. poods": "1400000000-1500000000 pood",
                "1 billion 400-005 mil. poods": "1005000000-1400000000 pood",
                "412 million [million] 200 thousand [thousand] p[uds]": "412200000 pood",
                "export 130150 million poods": "130000000-150000000 pood",
                "that 3032 percent growth": "30-32 percent",
                "200300 versts of": "200-300 verst",
                "280,000 rubles is": "280000 ruble",
                "35 000 rubles": "35000 ruble",
                "has 92.6 [%] of": "92.6 percent",
                "18 mil. pood[s]": "18000000 pood",
                "from 3 to 4 million poods a day": "3000000-4000000 pood",
                "one and a half million poods": "1500000 pood",
                "half a million rubles": "500000 ruble",
                "three-quarters of a million rubles": "750000 ruble",
                "a quarter of a million tons": "250000 tonne",
                "section of 21/2 kilometers": "2.5 kilometre",
                "2 1/2 versts": "2.5 verst",
                "16–18 centners.": "16-18 centner",
                "43.7 million poods": "43700000 pood",
                "150 to 160 infantry divisions": "150-160 division",
                "2030 workers": "2030 person",
                "1934 tons": "1934 tonne",
                "spent 25O,000 rubles": "250000 ruble",
                "by l5 percent": "15 percent",
                "there are 9,4 thous. tons": "9400 tonne",
                "it will be 24½25 million poods": "24500000-25000000 pood",
                "60 mln. r. for repair": "60000000 ruble",
                "must be 1½–2 r.": "1.5-2 ruble",
                "there are 44·3 kilometres": "44.3 kilometre",
                "and 96 t of oil": "96 tonne",
                "hold 742,000 t of grain": "742000 tonne",
                "and 605 thous. t.": "605000 tonne",
                "150 million poods": "150000000 pood",
                "40 to 45 millions of poods": "40000000-45000000 pood",
                "two hundred and fifty poods": "250 pood",
                "two hundred thousand rubles": "200000 ruble",
                "1 million two hundred thousand rubles": "1200000 ruble",
                "a hundred and ten tons": "110 tonne",
                "twenty-one thousand tons": "21000 tonne",
                "131 thousand 600 tons": "131600 tonne",
                "700 t[ys]. p[uds] of": "700000 pood",
                "150 new chairmen": "150 person",
                "$1 million, and": "1000000 dollar",
                "insists on $600,000 for": "600000 dollar",
                "draw for £2,000 to £2,500 in": "2000-2500 pound sterling",
                "gave 64 mil. 101 t[ys] against": "64101000",
                "against 55 mil. 849 t[thous. in": "55849000",
                "391 million [million] 600 thousand [thousand] in": "391600000",
                "20 million plus": "20000000",
                "the 110130 million entered": "110000000-130000000",
                "only 1 million 250 thousand have": "1250000",
            },
            (
                "in 1930 the",
                "No. 84",
                "d. 793, l. 17",
                "poods",
                "3-5 of them",
                "150 poor poods",
                "150 very many new people",
                "1 million dogs, and",
                "$",
                "20 plus",
                "to 25 t. Stalin",
                "l. 5 r.",
                "millions of them",
                "64 million dogs",
                "40 thous. weavers",
            ),
            opens=_OPENS,
        ),
        Rule(
            "rubles and kopecks",
            # '3 rubles 20 kopecks', '2 r. 50 kop.'
            r"(?<![\w/.:–-])(?P<n>\d+)\s*(?:rubles?|roubles?|rub\.?|r\.)(?:\s+and)?\s+(?P<part>\d{1,2})\s*(?:kopecks?|kopeks?|kop\.?)(?![a-z])",
            read_kopecks,
            {"from 3 rubles 20 kopecks to": "3.2 ruble", "price is 2 r. 50 kop. for": "2.5 ruble"},
            ("3 rubles 20", "3 rubles 120 kopecks"),
            opens=(DIGIT,),
            needs=("kopecks", "kopeck", "kopeks", "kopek", "kop"),
        ),
        Rule(
            AFTER_UNIT,
            # 'from 130 centners per hectare to 105110': the unit is that of the amount right before
            rf"\bto\s+(?P<n>{_FIGURES})(?!\s*(?:@multipliers|[\d%/:-]|o'clock))(?=\s|[.,;:)]|$)(?!\s+(?:@months))(?!{_PLURAL}|\s+[a-z-]+{_PLURAL})",
            read_number_alone,
            {"to 105110; why": "105110", "to 150.": "150"},
            ("to 5 million", "to 12 workers", "to 3 May", "to page", "to 15/3"),
            opens=("to",),
        ),
    )


def _mended(
    match: re.Match[str], bounds: tuple[float, float], unit: str, language: Language, *, emend: bool
) -> Amount:
    """Make the amount of a match, with a lost dash or a run-together half mended."""
    g = match.groupdict()
    approximate, emendation = bool(g["qualifier"]), ""
    kind = language.value("amounts", g["qualifier"]) if g["qualifier"] else ""
    bound = kind.replace("_", " ") if kind in {"at_least", "at_most"} else ""
    multiplied = bool(g["m1"] or g["m2"])
    digits = g["n1"]
    if emend and g["n2"] is None and g["s1"] is None and digits.isdigit():
        pair = split_number(digits, unit=unit, scale=_multiplier(g["m1"], language))
        if pair:
            scale = _multiplier(g["m1"], language)
            bounds = pair[0] * scale, pair[1] * scale
            emendation = f"lost dash: '{digits}' read as {pair[0]}-{pair[1]}"
    if g["link"] == "":
        emendation = f"lost dash: '{digits}{g['n2']}' read as {digits}-{g['n2']}"
    if not emendation and (misread := _MISREAD.search(digits)):
        emendation = f"'{misread[0]}' read as a digit in '{digits}'"
    if re.fullmatch(r"\d{2,}1/2", digits) or re.fullmatch(r"\d1/2", digits):
        emendation = f"lost space: '{digits}' read as {bounds[0]:g}"
    low, high = (round(value, 6) for value in bounds)
    return Amount(low, high, unit, approximate, emendation, multiplied, bound)
