"""A reader's corrections: applied, marked, followed by what is derived, and told when they fit nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import corrstats as cs

if TYPE_CHECKING:
    from pathlib import Path

LETTER = """Letter 3
[No earlier than 6 August 1927]
1) The mill took 14 million poods of grain. Comrade Zabelkin knows why.1
J. Stalin
1. On 9 August 1927, the Politburo resolved to wait (RTsKhIDNI f. 17, op. 3, d. 700, l. 2).
"""
HEADER = "table,row,column,value,reason,who\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "mill-1927.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


def correct(source: Path, *lines: str) -> cs.Corpus:
    (source.parent / "corrections.csv").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return cs.parse(source)


def row(source: Path, table: str) -> str:
    start = cs.parse(source).tables[table].iloc[0]["start"]
    return f"mill-1927/3@{start}"


def test_a_value_is_overruled_and_its_row_says_so(source: Path) -> None:
    place = row(source, "quantities")
    amounts = correct(source, f"quantities,{place},high,15000000,the Russian has 14-15,A. Reader").tables[
        "quantities"
    ]
    assert amounts.iloc[0]["low"] == 14_000_000
    assert amounts.iloc[0]["high"] == 15_000_000
    assert amounts.iloc[0]["corrected"] == "high"


def test_delays_follow_a_corrected_date(source: Path) -> None:
    before = cs.parse(source).tables["latencies"].iloc[0]
    after = correct(source, "letters,mill-1927/3,date_edtf,1927-08-08,postmark,A. Reader").tables
    assert before["status"] == "interval"
    assert str(after["letters"].iloc[0]["date_latest"].date()) == "1927-08-08"
    assert after["latencies"].iloc[0]["hours_high"] == pytest.approx(48, abs=0.1)


def test_a_row_is_taken_out(source: Path) -> None:
    place = row(source, "decisions")
    assert len(correct(source, f"decisions,{place},row,delete,not an act,A. Reader").tables["decisions"]) == 0


def test_a_correction_that_fits_nothing_is_told(source: Path) -> None:
    doubts = correct(source, "quantities,mill-1927/3@1,high,1,gone,A. Reader").tables["diagnostics"]
    assert (doubts["code"] == "correction-unused").sum() == 1


def test_corrections_of_another_corpus_are_left_alone(source: Path) -> None:
    doubts = correct(source, "quantities,other/3@1,high,1,gone,A. Reader").tables["diagnostics"]
    assert (doubts["code"] == "correction-unused").sum() == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("prices,mill-1927/3@1,high,1,gone,A. Reader", "no table 'prices'"),
        ("quantities,mill-1927/3@1,weight,1,gone,A. Reader", "column 'weight' cannot be corrected"),
        ("quantities,mill-1927/3@1,high,1,,A. Reader", "needs a reason"),
    ],
)
def test_a_bad_correction_names_its_line(source: Path, line: str, message: str) -> None:
    with pytest.raises(cs.CorrstatsError, match=message) as caught:
        correct(source, line)
    assert caught.value.line == 2
    assert str(caught.value.file).endswith("corrections.csv")


def test_a_value_of_the_wrong_kind_names_its_line(source: Path) -> None:
    with pytest.raises(cs.CorrstatsError, match="no value for high") as caught:
        correct(source, f"quantities,{row(source, 'quantities')},high,much,gone,A. Reader")
    assert caught.value.line == 2
