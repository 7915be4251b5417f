"""Writes a corpus of invented letters in all layouts: two printed editions, an own one, CMIF and TEI.

    python tests/bench/many_letters.py FOLDER --letters 1000000

The same number and seed give the same bytes. Over half of the letters stand in indexes of CMIF, a tenth in
files of TEI, the others in texts, which take most of the time. The own edition is named with --edition, and
so stands in a folder of its own: FOLDER/own with FOLDER/own.toml, beside FOLDER/known.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from pathlib import Path

SHARES = {"molotov": 0.12, "kaganovich": 0.12, "own": 0.1, "cmif": 0.56, "tei": 0.1}
A_FILE = {"molotov": 400, "kaganovich": 400, "own": 400, "cmif": 20_000, "tei": 1}
_PEOPLE = ("Arlen", "Brask", "Corvin", "Delmar", "Esker", "Falk", "Gorin", "Halvard", "Ilmen", "Jorun")
_PLACES = ("Oakport", "Lindhaven", "Marrow", "Stillwater", "Tarn")
_GOODS = ("rye", "oats", "timber", "flax", "coal")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

OWN_EDITION = """name = "mill-letters"
title = "The Mill Letters, an invented edition"
language = "en"
century = 1900
numeric_dates = "day-month"

[letter]
start = '^Mill No\\. (?P<number>\\d+)$'
heading = ['^To (?P<recipients>@names) from (?P<senders>@names), (?P<date>\\d{1,2} @months \\d{4})$']
"""


class Writer:
    """Invents letters; everything is drawn from one seeded source."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311  invented letters, no secrets

    def name(self) -> str:
        """Give a name with two initials."""
        first, second = self.draw.choices("ABDEGIKLMNPSTV", k=2)
        return f"{first}. {second}. {self.draw.choice(_PEOPLE)}"

    def day(self, first: int = 1925, last: int = 1936) -> dt.date:
        """Give a day of some years."""
        return dt.date(first, 1, 1) + dt.timedelta(self.draw.randrange(365 * (last - first)))

    def body(self) -> str:
        """Give two to five sentences with names, days and amounts."""
        forms = (
            lambda: (
                f"The mills took in {self.draw.randrange(2, 90)} million poods of {self.draw.choice(_GOODS)}."
            ),
            lambda: f"{self.name()} sails from {self.draw.choice(_PLACES)} before the frost comes.",
            lambda: f"On {self.draw.randrange(1, 28)} {self.draw.choice(_MONTHS)} the barges lay still.",
            lambda: (
                f"We paid {self.draw.randrange(100, 900)} thousand rubles for the {self.draw.choice(_GOODS)}."
            ),
            lambda: f"Let {self.name()} and {self.name()} settle the matter of the weir.",
        )
        return " ".join(self.draw.choice(forms)() for _ in range(self.draw.randrange(2, 6)))

    def molotov(self, number: int) -> str:
        """Give a letter in the layout of Stalin's letters to Molotov."""
        day = self.day()
        date = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        return (
            f"Letter {number}\n[{date}]\n\nViacheslav,\n\n{self.body()}1\n\n{self.body()}\n\nJ. Stalin\n\n"
            f"1. The Politburo decided on {date} to hear {self.draw.choice(_PEOPLE)}. RTsKhIDNI f. 17, "
            f"op. 3, d. {self.draw.randrange(700, 990)}, l. {self.draw.randrange(1, 20)}.\n\n"
        )

    def kaganovich(self, number: int) -> str:
        """Give a cipher telegram in the layout of the correspondence of Stalin and Kaganovich."""
        day, hour = self.day(1932, 1936), self.draw.randrange(0, 20)
        date = f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
        short = f"{day.day}/{_ROMAN[day.month - 1]} - {day.year % 100}"
        answer = (
            f"Stalin agreed the same day from Sochi by cipher, at {hour + self.draw.randrange(1, 4)}:00. "
            f"{self.draw.randrange(1, 59)} min. (Ibid. L. {self.draw.randrange(1, 90)})."
        )
        other = (
            f"On {date}, the Politburo heard {self.draw.choice(_PEOPLE)} (Ibid. F. 17. Op. 3. D. 960. L. 5)."
        )
        return (
            f"Kaganovich to Stalin {date}\n\nArchive: RGASPI F. 558. Op. 11. "
            f"D. {self.draw.randrange(40, 99)}. L. {self.draw.randrange(1, 90)}. Original. Typescript.\n"
            f"Encryption.\n\nFrom Moscow {short} at {hour} o'clock. {self.draw.randrange(1, 59)} minutes. "
            f"In. No. {number}.\n\nGagra. Tov. Stalin.\n\n"
            f"{self.body()} 1 . HP {number + 7}.\n\nKaganovich.\n\n{'_' * 20}\n\n"
            f"1 {self.draw.choice((answer, answer, other))}\n\n"
        )

    def own(self, number: int) -> str:
        """Give a letter of the own edition."""
        day = self.day()
        heading = f"To {self.name()} from {self.name()}, {day.day} {_MONTHS[day.month - 1]} {day.year}"
        return f"Mill No. {number}\n{heading}\n\n{self.body()}\n\n{self.body()}\n\n"

    def desc(self, number: int) -> str:
        """Give a correspDesc; of half of the letters the day of receipt is told."""
        day = self.day(1750, 1800)
        received = f'<date when="{day + dt.timedelta(self.draw.randrange(1, 40))}"/>' * self.draw.randrange(2)
        sender, recipient = (self.draw.randrange(1, 20_000) for _ in range(2))
        return (
            f'<correspDesc key="{number}"><correspAction type="sent">'
            f'<persName ref="https://d-nb.info/gnd/{sender}">{_PEOPLE[sender % 10]}, {sender}</persName>'
            f'<placeName>{self.draw.choice(_PLACES)}</placeName><date when="{day}"/></correspAction>'
            f'<correspAction type="received"><persName ref="https://d-nb.info/gnd/{recipient}">'
            f"{_PEOPLE[recipient % 10]}, {recipient}</persName>{received}</correspAction></correspDesc>\n"
        )

    def tei(self, number: int) -> str:
        """Give a file of one letter with its text."""
        head = f"<fileDesc><titleStmt><title>Letter {number}</title></titleStmt></fileDesc>"
        return (
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{head}<profileDesc>{self.desc(number)}'
            f"</profileDesc></teiHeader><text><body><p>{self.body()} <persName>{self.name()}</persName></p>"
            "</body></text></TEI>\n"
        )

    def cmif(self, numbers: range) -> str:
        """Give an index of letters."""
        head = "<fileDesc><titleStmt><title>An invented index</title></titleStmt></fileDesc>"
        letters = "".join(map(self.desc, numbers))
        return (
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{head}<profileDesc>\n{letters}'
            "</profileDesc></teiHeader><text><body><p/></body></text></TEI>\n"
        )

    def file(self, layout: str, numbers: range) -> str:
        """Give the text of a file of a layout with letters of these numbers."""
        if layout == "cmif":
            return self.cmif(numbers)
        return "".join(getattr(self, layout)(number) for number in numbers)


def write_letters(folder: Path, letters: int, *, seed: int = 1930) -> int:
    """Write so many letters into a folder, in all layouts; give the bytes written."""
    size = 0
    for layout, share in SHARES.items():
        total, inside = round(letters * share), folder / ("own" if layout == "own" else "known")
        inside.mkdir(parents=True, exist_ok=True)
        for place, first in enumerate(range(1, total + 1, A_FILE[layout])):
            numbers = range(first, min(first + A_FILE[layout], total + 1))
            ending = "xml" if layout in {"cmif", "tei"} else "txt"
            path = inside / f"{layout}-{place:06d}.{ending}"
            text = Writer(seed * 1_000_003 + hash_of(layout) + place).file(layout, numbers)
            path.write_text(text, encoding="utf-8", newline="\n")
            size += path.stat().st_size
    (folder / "own.toml").write_text(OWN_EDITION, encoding="utf-8")
    return size


def hash_of(layout: str) -> int:
    """Give a number of a layout, the same at every run."""
    return list(SHARES).index(layout) * 10_000_019


def main() -> None:
    """Write the corpus that the command line asks for."""
    options = argparse.ArgumentParser(description="Write invented letters in all layouts.")
    options.add_argument("folder", type=Path)
    options.add_argument("--letters", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1930)
    given = options.parse_args()
    size = write_letters(given.folder, given.letters, seed=given.seed)
    print(f"{given.letters:,} letters, {size:,} bytes in {given.folder}")


if __name__ == "__main__":
    main()
