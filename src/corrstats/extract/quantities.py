"""Amounts in their passage: the unit of a series, what they are of, what they measure, mended digits."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from corrstats.document import Span
from corrstats.extract.amounts import AFTER_UNIT, Units, make_units, quantity_rules
from corrstats.extract.dashes import split_by_neighbours, split_number, split_ungrouped
from corrstats.extract.sentences import sentence_at, split_sentences
from corrstats.facts import Amount, Evidence, Quantity
from corrstats.knowledge import split_cell
from corrstats.languages import alternation
from corrstats.rules import Found, RuleSet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.document import Passage
    from corrstats.knowledge import Cue, Emendation, Knowledge, Unit
    from corrstats.languages import Language

# an amount of a longer time than a day: '34 million poods a year'
_NOT_A_DAY = re.compile(r"[\w\s,.–-]{0,40}?\s(?:a|per|each)\s+(?:year|month|week|quarter)\b")
_LARGE = 10_000
_LARGEST_YIELD = 500  # centners a hectare
# 'from 640,000 to 700,000 men', and the letters before it in which a word of change may stand
_FROM_TO = re.compile(r"from\s+(?P<first>\S.*?)\s+to\s+(?P<last>\S.*)", re.IGNORECASE | re.DOTALL)
_CHANGE_REACH = 60
# 'pounds' are money where the sentence speaks of it and no goods follow
_MONEY = re.compile(
    r"£|\b(?:sterling|millions?|loan|credit|pay|paid|pays|price|debt|cost|money|share|shares|bank|budget|claims?|sum|"
    r"gold|compensation|capital)\b"
)
_OF_GOODS = re.compile(r"\s+of\s+[a-z]|\s+(?:a|per)\s+(?:head|day|person)\b")
# measures that go on from one figure of a series to the next
_CARRIED = {"procured", "plan", "remaining", "purchase", "export"}
_OF_PLACES = {"pood", "percent", "tonne", "hectare"}


@dataclass(frozen=True)
class QuantityReader:
    """Reads the amounts of a passage."""

    knowledge: Knowledge
    language: Language
    emend: bool = True

    @cached_property
    def units(self) -> Units:
        """The units by form."""
        return make_units(self.knowledge.units)

    @cached_property
    def rules(self) -> RuleSet[Amount]:
        """The rules for the language."""
        return RuleSet("quantities", quantity_rules(self.units, emend=self.emend), self.language)

    def find(
        self,
        passage: Passage,
        taken: Sequence[Span] = (),
        places: Sequence[tuple[Span, str]] = (),
        *,
        grouped: bool = False,
    ) -> list[Quantity]:
        """Find the amounts of a body or note.

        ``taken`` are stretches that are something else (dates), ``places`` those that name a place; both are
        offsets in the passage. ``grouped`` says that the document prints '4,500', so that '4550' lost a dash.
        """
        if passage.zone.kind not in {"body", "note"}:
            return []
        text = passage.unmarked
        found = [
            each
            for one in passage.find(self.rules)
            if not _inside(one, taken, text)
            for each in self._parted(one, text)
        ]
        if not found:
            return []
        sentences = split_sentences(text)
        placed = [self._placed(passage, text, one, found, sentences) for one in found]
        rows = _in_series([one for one in placed if one is not None], passage)
        rows = [self._where_and_when(one, rows, passage, sentences, places) for one in rows]
        return self._by_neighbours(rows, passage, grouped=grouped)

    def _where_and_when(
        self,
        one: Quantity,
        rows: list[Quantity],
        passage: Passage,
        sentences: Sequence[Span],
        places: Sequence[tuple[Span, str]],
    ) -> Quantity:
        """Add the place and the time that the sentence names with an amount, the nearest of each.

        A name that follows another amount belongs to that one.
        """
        if one.measure == "other" and one.amount.unit not in _OF_PLACES:
            return one
        offset = passage.zone.start
        own = Span(one.at.start - offset, one.at.end - offset)
        sentence = sentence_at(sentences, own.start)
        after = [row.at.start - offset for row in rows if row.at.start - offset >= own.end]
        end = min([sentence.end, *after])
        regions = [(span, name) for span, name in places if sentence.start <= span.start < end]
        region = min(regions, key=lambda pair: _gap(pair[0], own), default=(None, ""))[1]
        times = [Span(m.start(), m.end()) for m in self._period.finditer(passage.text, sentence.start, end)]
        when = min(times, key=lambda span: _gap(span, own), default=None)
        period = re.sub(r"\s+", " ", when.of(passage.text)) if when else ""
        return replace(one, region=region, period=period)

    def _parted(self, one: Found[Amount], text: str) -> list[Found[Amount]]:
        """Part what grew or fell 'from 640,000 to 700,000 men' into its two amounts."""
        ends = _FROM_TO.fullmatch(text, one.start, one.end)
        grown = ends and self._change.search(text, max(0, one.start - _CHANGE_REACH), one.start)
        if not ends or not grown or one.value.low == one.value.high:
            return [one]
        last = next(iter(self.rules.find(text[ends.start("last") : one.end])), None)
        if last is None or last.value.low not in {one.value.low, one.value.high}:
            return [one]
        low, high = one.value.low, one.value.high
        first = high if last.value.low == low else low
        return [
            replace(one, end=ends.end("first"), value=replace(one.value, low=first, high=first)),
            replace(
                one,
                start=ends.start("last"),
                value=replace(one.value, low=last.value.low, high=last.value.low),
            ),
        ]

    @cached_property
    def _change(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?<![a-z])(?:{self.language.patterns['amounts_change']})\b[^.;:\d]*$", re.IGNORECASE
        )

    @cached_property
    def _period(self) -> re.Pattern[str]:
        months = self.language.patterns["months"]
        return re.compile(
            r"(?:(?:the\s+|this\s+|these\s+|those\s+|last\s+|past\s+|next\s+|first\s+|second\s+|third\s+|fourth\s+|fifth\s+|"
            r"sixth\s+|for\s+)+(?:[a-z]+[\s-])?(?:five[\s-]days?(?:\s+period)?|weeks?|months?|quarter|half[\s-]year|year)"
            rf"|(?<!\d\s){months}(?!\s+\d{{1,2}}(?!\d))(?:\s+(?:last|this|of\s+last|of\s+this)\s+year|\s+\d{{4}})?)(?![a-z])"
        )

    def _placed(
        self,
        passage: Passage,
        text: str,
        one: Found[Amount],
        found: list[Found[Amount]],
        sentences: Sequence[Span],
    ) -> Quantity | None:
        amount, implied = one.value, False
        if not amount.unit:
            unit = (
                _unit_before(one, found, text)
                if one.rule == AFTER_UNIT
                else self._series_unit(one, found, sentence_at(sentences, one.start), passage)
            )
            if not unit:
                return None
            amount, implied = replace(amount, unit=unit), True
            if one.rule == AFTER_UNIT and self.emend:
                amount = _parted_digits(amount)
        around = sentence_at(sentences, one.start).of(text)
        at = one.start - sentence_at(sentences, one.start).start
        small = not amount.multiplied and amount.high < _LARGEST_YIELD
        if amount.unit == "centner" and small and re.search(r"\b(?:per|a|one)\s+hectare", around):
            amount = replace(amount, unit="centner/ha")
        if amount.unit == "pound" and _MONEY.search(around) and not _OF_GOODS.match(text, one.end):
            amount = replace(amount, unit="pound sterling")
        unit_row = next((row for row in self.knowledge.units if row.unit == amount.unit), None)
        return Quantity(
            at=_evidence(passage, one),
            amount=amount,
            implied_unit=implied,
            commodity=self._commodity(text, around, at, one, unit_row),
            measure=self._measure(around, at),
        )

    def _series_unit(
        self, one: Found[Amount], found: list[Found[Amount]], sentence: Span, passage: Passage
    ) -> str:
        """Give the unit of the nearest amount before in the sentence, else of mass or the like around it.

        A note is about one thing; a letter goes on to another with each paragraph.
        """
        kinds = {row.unit: row.kind for row in self.knowledge.units}
        here = [
            other
            for other in found
            if sentence.start <= other.start < one.start
            and kinds.get(other.value.unit, "time") not in {"time", "ratio", "yield"}
        ]
        if here:
            alike = [other for other in here if _scale(other.value) == _scale(one.value)]
            return (alike or here)[-1].value.unit
        rows = [
            other
            for other in found
            if kinds.get(other.value.unit) in {"mass", "money", "area", "length"}
            and (other.value.multiplied or other.value.low >= _LARGE)
            and (
                passage.zone.kind == "note"
                or "\n" not in passage.text[min(one.end, other.end) : max(one.start, other.start)]
            )
        ]
        before = [other for other in rows if other.start < one.start]
        after = [other for other in rows if other.start > one.start]
        nearest = [*reversed(before), *after]
        alike = [other for other in nearest if _scale(other.value) == _scale(one.value)]
        return (alike or nearest)[0].value.unit if nearest else ""

    def _commodity(self, text: str, around: str, at: int, one: Found[Amount], unit: Unit | None) -> str:
        kind = unit.kind if unit else ""
        if kind in {"money", "time", "count", "livestock"}:
            return ""
        rest = re.match(r"\s+(?:of\s+)?[a-z]+", text[one.end :])
        told = first_cue(rest[0], self.knowledge.commodities) if rest else ""
        here = told or nearest_cue(around, at, self.knowledge.commodities)
        if here or kind not in {"mass", "yield"}:
            return here
        usual = unit.commodity if unit else ""
        return usual or nearest_cue(text[: one.end], one.start, self.knowledge.commodities)

    def _measure(self, around: str, at: int) -> str:
        """Say what an amount measures, by the words before it, of its clause, of its sentence."""
        before = around[max(0, at - 16) : at].rstrip().casefold()
        for cue in self.knowledge.measures:
            for word in split_cell(cue.words):
                if word.startswith("^") and before.endswith(word[1:]):
                    return cue.value
        found = first_cue(_clause_around(around, at), self.knowledge.measures) or "other"
        if found == "daily shipment" and _NOT_A_DAY.match(around[at:]):
            return "export" if re.search(r"\bexport", around) else "other"
        return found

    def _by_neighbours(self, placed: list[Quantity], passage: Passage, *, grouped: bool) -> list[Quantity]:
        """Mend digits that only their neighbours or a curated reading can tell."""
        if not self.emend:
            return placed
        return [self._one_by_neighbours(one, placed, passage, grouped=grouped) for one in placed]

    def _one_by_neighbours(
        self, one: Quantity, placed: list[Quantity], passage: Passage, *, grouped: bool
    ) -> Quantity:
        verbatim = passage.text[one.at.start - passage.zone.start : one.at.end - passage.zone.start]
        curated = _curated(verbatim, passage.text, self.knowledge.emendations)
        if curated:
            return replace(
                one,
                amount=replace(
                    one.amount, low=float(curated.low), high=float(curated.high), emendation=curated.reason
                ),
            )
        pair = split_ungrouped(verbatim) if grouped and one.amount.low == one.amount.high else None
        if pair:
            mend = (
                f"lost dash: read as {pair[0]}-{pair[1]}, since thousands are printed with a comma elsewhere"
            )
            low, high = float(pair[0]), float(pair[1])
            return replace(one, amount=replace(one.amount, low=low, high=high, emendation=mend))
        digits = re.search(r"(?<![\d.,])\d{2,3}(?![\d.,])", verbatim)
        if digits is None or one.amount.low != one.amount.high or one.measure == "other":
            return one
        scale = one.amount.low / float(digits[0])
        same = [
            value
            for other in placed
            if other is not one and other.amount.unit == one.amount.unit and other.measure == one.measure
            for value in (other.amount.low, other.amount.high)
        ]
        pair = split_by_neighbours(digits[0], same, scale)
        if pair is None or pair[1] != pair[0] + 1:
            return one
        mend = f"lost dash: '{digits[0]}' read as {pair[0]}-{pair[1]}, as the figures beside it are"
        return replace(
            one, amount=replace(one.amount, low=pair[0] * scale, high=pair[1] * scale, emendation=mend)
        )


def _unit_before(one: Found[Amount], found: Sequence[Found[Amount]], text: str) -> str:
    """Give the unit of the amount that ends where a bare number after 'to' begins: '130 rubles to 150'."""
    before = [other for other in found if other.end <= one.start and other.value.unit]
    return before[-1].value.unit if before and not text[before[-1].end : one.start].strip() else ""


def _parted_digits(amount: Amount) -> Amount:
    """Mend a lost dash in a number whose unit was found afterwards."""
    digits = f"{amount.low:.0f}"
    pair = split_number(digits, unit=amount.unit)
    if pair is None:
        return amount
    mend = f"lost dash: '{digits}' read as {pair[0]}-{pair[1]}"
    return replace(amount, low=float(pair[0]), high=float(pair[1]), emendation=mend)


def _in_series(placed: list[Quantity], passage: Passage) -> list[Quantity]:
    """Let an amount whose sentence says nothing measure what the one before it in its paragraph does."""
    series: list[Quantity] = []
    for one in placed:
        before = next((other for other in reversed(series) if other.amount.unit == one.amount.unit), None)
        if before and one.measure == "other" and one.amount.multiplied and before.measure in _CARRIED:
            between = passage.text[before.at.end - passage.zone.start : one.at.start - passage.zone.start]
            if "\n" not in between:
                one = replace(one, measure=before.measure)  # noqa: PLW2901
        series.append(one)
    return series


def _scale(amount: Amount) -> int:
    """Tell thousands from millions: how often a thousand goes into an amount."""
    return int(math.log(max(amount.low, 1), 1000))


def _gap(span: Span, own: Span) -> float:
    """Give how far a stretch stands from an amount; what follows it counts as farther."""
    return own.start - span.end if span.end <= own.start else (span.start - own.end) * 1.5


def _curated(verbatim: str, text: str, rows: Sequence[Emendation]) -> Emendation | None:
    plain = re.sub(r"\s+", " ", verbatim)
    return next((row for row in rows if row.printed == plain and row.near in text), None)


def _inside(one: Found[Amount], taken: Sequence[Span], text: str) -> bool:
    """Whether an amount without a real unit lies in something else, such as a date."""
    del text
    return any(span.start < one.end and one.start < span.end for span in taken)


def _evidence(passage: Passage, one: Found[Amount]) -> Evidence:
    zone = passage.zone
    return Evidence(
        passage.letter.letter_id, zone.kind, zone.note, zone.start + one.start, zone.start + one.end, one.rule
    )


def _clause_around(sentence: str, at: int) -> str:
    """Give the clause of a sentence that a place lies in, parted at semicolons, colons and ', but'."""
    ends = [m.end() for m in re.finditer(r"[;:]\s|,\s+(?:but|although|while|that\s+is,?)\s", sentence)]
    start = max((end for end in ends if end <= at), default=0)
    return sentence[start : min((end for end in ends if end > at), default=len(sentence))]


def first_cue(text: str, cues: Sequence[Cue]) -> str:
    """Give the first value, in the order of the rows, that has a word in a text."""
    return _first_cue(text, tuple(cues))


@lru_cache(maxsize=16)
def _first_cue(text: str, cues: tuple[Cue, ...]) -> str:
    return next((value for value, pattern in _cue_patterns(cues) if pattern.search(text)), "")


def nearest_cue(text: str, at: int, cues: Sequence[Cue]) -> str:
    """Give the value whose word stands nearest to a place in a text, sooner before it than after."""
    found = [
        (_distance(start, end, at), order, value)
        for start, end, order, value in _cue_places(text, tuple(cues))
    ]
    return min(found)[2] if found else ""


@lru_cache(maxsize=16)
def _cue_places(text: str, cues: tuple[Cue, ...]) -> list[tuple[int, int, int, str]]:
    """Find the words of cues in a text, once for all its amounts, with order and value of their rows."""
    return [
        (*match.span(), order, value)
        for order, (value, pattern) in enumerate(_cue_patterns(cues))
        for match in pattern.finditer(text)
    ]


def _distance(start: int, end: int, at: int) -> float:
    return at - end if end <= at else (start - at) * 1.5


@cache
def _cue_patterns(cues: tuple[Cue, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give a pattern for the words of each cue, those that must stand right before the amount left out."""
    patterns = []
    for cue in cues:
        words = [word for word in split_cell(cue.words) if not word.startswith("^")]
        if words:
            patterns.append(
                (cue.value, re.compile(rf"(?<![a-z]){alternation(words)}(?![a-z])", re.IGNORECASE))
            )
    return tuple(patterns)
