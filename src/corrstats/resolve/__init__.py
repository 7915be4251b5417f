"""The second pass: what needs its neighbours, in reading order; a target is taken only if one is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corrstats.document import COPIES
from corrstats.extract.letters import with_places
from corrstats.facts import Correspondent, Doubt, Event, Evidence, Facts, LetterFacts, Mention
from corrstats.people import make_authority
from corrstats.resolve.archive import resolve_archive
from corrstats.resolve.clocks import Zones
from corrstats.resolve.corrections import Correction, apply_corrections, read_corrections
from corrstats.resolve.decisions import resolve_decisions
from corrstats.resolve.inferred import infer_dates
from corrstats.resolve.latencies import measure_latencies
from corrstats.resolve.numbers import place_numbers
from corrstats.resolve.people import resolve_people
from corrstats.resolve.redundancy import find_contradictions
from corrstats.resolve.references import Targets, resolve_references

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.document import Document, Letter
    from corrstats.editions import Edition
    from corrstats.extract import Extracted
    from corrstats.knowledge import Knowledge

__all__ = ["Correction", "read_corrections", "resolve_facts"]


def resolve_facts(
    extracted: Extracted,
    document: Document,
    edition: Edition,
    knowledge: Knowledge,
    corrections: Sequence[Correction] = (),
) -> Facts:
    """Settle what the first pass left open, apply corrections, then derive correspondents and delays."""
    raw = extracted.facts
    authority = make_authority(knowledge.people)
    archive, doubts = resolve_archive(raw.archive_refs)
    mentions, people, more = resolve_people(raw.mentions, authority, document.source.text)
    events, loose = place_numbers(document, raw.events)
    targets = Targets(document.letters, raw.letters, events, document.source.text)
    references, also = resolve_references(raw.references, targets)
    facts = Facts(
        mentions=mentions,
        people=people,
        quantities=raw.quantities,
        decisions=resolve_decisions(raw.decisions, archive, knowledge.bodies),
        events=events,
        references=references,
        archive_refs=archive,
        doubts=raw.doubts + doubts + more + also + loose,
    )
    coded = {one.at.letter_id: one for one in reversed(events) if one.kind == "sent-in-code"}
    facts.letters = [_with_note_places(one, coded.get(one.letter_id)) for one in raw.letters]
    facts.doubts += apply_corrections(facts, corrections)
    _correspond(facts, document, edition)
    facts.latencies, odd = measure_latencies(facts, Zones(knowledge.places))
    facts.inferred_dates, against = infer_dates(facts, extracted.newspapers)
    facts.doubts += odd + against
    facts.doubts += find_contradictions(document, facts, running=edition.running_notes)
    facts.doubts += extracted.ledger.unread.values()
    facts.doubts.sort(key=lambda doubt: (doubt.start, doubt.code))
    return facts


def _with_note_places(one: LetterFacts, coded: Event | None) -> LetterFacts:
    """Take place and genre of an autograph from the note that tells whence it went out in code."""
    if coded is None:
        return one
    if one.genre in {"letter", "telegram", "unknown"}:
        one = replace(one, genre="cipher telegram")
    return with_places(one, coded.place_from, "")


# ------------------------------------------------------------------------------------------ correspondents


def _correspond(facts: Facts, document: Document, edition: Edition) -> None:
    """Give each letter its senders and recipients; two signers who write to each other make an exchange."""
    by_letter: dict[str, list[Mention]] = {}
    for mention in facts.mentions:
        by_letter.setdefault(mention.at.letter_id, []).append(mention)
    for i, letter in enumerate(document.letters):
        rows = [one for one in by_letter.get(letter.letter_id, []) if one.kind == "person"]
        senders, recipients, exchange = _parties(letter, rows, edition)
        facts.correspondents += [*_numbered("sender", senders), *_numbered("recipient", recipients)]
        for role, parties in (("sender", senders), ("recipient", recipients)):
            if not parties:
                message = f"nobody is named as {role}"
                facts.doubts.append(
                    Doubt(letter.letter_id, "info", f"no-{role}", message, letter.start, letter.start)
                )
        if exchange:
            facts.letters[i] = replace(facts.letters[i], genre="exchange")


def _numbered(role: str, parties: list[tuple[Evidence, str]]) -> list[Correspondent]:
    unique = {person_id: (at, person_id) for at, person_id in reversed(parties)}
    ordered = sorted(unique.values(), key=parties.index)
    return [Correspondent(at, role, n, person_id) for n, (at, person_id) in enumerate(ordered, start=1)]


def _parties(
    letter: Letter, rows: list[Mention], edition: Edition
) -> tuple[list[tuple[Evidence, str]], list[tuple[Evidence, str]], bool]:
    heading = Evidence(
        letter.letter_id, "heading", "", letter.zones[0].start, letter.zones[0].start, "edition's default"
    )
    senders, recipients = (_in_field(letter, rows, name) for name in ("senders", "recipients"))
    if senders and recipients:
        return senders, recipients, False
    signed = [
        (one.at, one.person_id)
        for one in rows
        if one.at.zone == "signature"
        and not any(span.start <= one.at.start < span.end for span in letter.imprint)
    ]
    copied = letter.lines_of(COPIES)
    addressed = [
        (one.at, one.person_id)
        for one in rows
        if one.at.zone == "header" and not any(line.start <= one.at.start < line.end for line in copied)
    ]
    sender = [(heading, edition.sender)] if edition.sender else []
    recipient = [(heading, edition.recipient)] if edition.recipient else []
    who = {person_id for _, person_id in signed}
    both = {edition.sender, edition.recipient}
    if edition.sender and both <= who:
        if any(pair[1] not in both for pair in recipients or addressed):
            return signed, recipients or addressed, False
        return signed, signed[::-1], True
    others = {person_id for _, person_id in senders + recipients}
    signed = [pair for pair in signed if pair[1] not in others]
    addressed = [pair for pair in addressed if pair[1] not in others]
    return senders or signed or sender, recipients or addressed or recipient, False


def _in_field(letter: Letter, rows: list[Mention], name: str) -> list[tuple[Evidence, str]]:
    """Give who is named in the fields of a name: of the first line that names anybody, and of its kind."""
    kind, found = "", []
    for line in letter.lines:
        span = line.fields.get(name)
        if span is None or kind not in {"", line.kind}:
            continue
        here = [(one.at, one.person_id) for one in rows if span.start <= one.at.start < span.end]
        kind = line.kind if here else kind
        found += here
    return found
