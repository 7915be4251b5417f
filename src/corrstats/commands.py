"""The commands. Each prints what it found and gives its exit status; what it could not do, it raises.

What a command needs is imported inside it, so that each starts without what the others need.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import sys
from collections.abc import Sequence, Sized
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corrstats import __version__
from corrstats.console import (
    letter_progress,
    print_error,
    print_lines,
    print_rich,
    print_table,
    run_progress,
    step_progress,
)
from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from corrstats.batches import Crew, ReadFile, Reading
    from corrstats.corpus import Options
    from corrstats.tables import Row

DONE, FOUND = 0, 1
_FORMATS = ("csv", "parquet")
_MOST_NAMED = 20  # corpora and faults that a summary names one by one
_KEY = Path("tests/key")  # where the project has it
_TABLES = Path("data/tables")

app = typer.Typer(
    name="corrstats",
    help="Turns a printed edition of letters into tables a historian can cite.",
    epilog="Exit status: 0 done; 1 done, and something was found; 2 could not be done.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _example(command: str) -> str:
    return f"\b\nExample:\n  corrstats {command}"


EditionOption = Annotated[
    str | None,
    typer.Option(
        "--edition", metavar="NAME_OR_FILE", help="An edition by its name, or your own as a TOML file."
    ),
]
KnowledgeOption = Annotated[
    Path | None,
    typer.Option(
        "--knowledge", metavar="DIR", help="A folder with your own rows of people.csv, places.csv, ..."
    ),
]


# ------------------------------------------------------------------------------------------ commands


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False,
) -> None:
    if version:
        print_lines(f"corrstats {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print_lines(context.get_help())
        raise typer.Exit


@app.command(epilog=_example("parse data/sources/molotov-1930.txt --out my-tables/molotov-1930"))
def parse(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="SOURCE", help="Texts of an edition, CMIF or TEI files, or folders of them."),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write the tables into.")],
    edition: EditionOption = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="FORMATS", help="csv, parquet, or csv,parquet.")
    ] = "csv",
    knowledge: KnowledgeOption = None,
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections", metavar="FILE", help="Your corrections; else corrections.csv beside SOURCE."
        ),
    ] = None,
    as_printed: Annotated[
        bool, typer.Option("--no-emendations", help="Leave damaged digits as they are printed.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, help="Read with so many processes; with parquet only."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="Read with the Dask cluster at an address (tcp://host:8786); with parquet only.",
        ),
    ] = None,
) -> int:
    """Read letters and write their tables.

    The tables and datapackage.json go into DIR, whole or not at all. A folder stands for its .txt and .xml
    files; those of them that cannot be read are named, and the others are read (status 1).

    With --workers or --scheduler the tables are Parquet in many parts, for letters that are too many for one
    process. A run that was stopped goes on where it was when the same command is given again.
    """
    from corrstats.batches import Crew, stream_tables  # noqa: PLC0415
    from corrstats.corpus import Options  # noqa: PLC0415

    chosen = _formats(formats)
    options = Options(_existing(knowledge), corrections, not as_printed, edition)
    if workers or scheduler:
        return _parse_in_batches(sources, out, chosen, Crew(workers or 1, scheduler), options)
    with run_progress() as tell:
        readings, counts = stream_tables(sources, out, chosen, options=options, tell=tell)
    return _summary(readings, [one.fault for one in readings], counts, out)


def _parse_in_batches(
    sources: list[Path], out: Path, formats: list[str], crew: Crew, options: Options
) -> int:
    from corrstats.batches import fault_of, run_batches  # noqa: PLC0415

    if formats != ["parquet"]:
        raise CorrstatsError(
            "--workers and --scheduler write Parquet only", advice="add --format parquet, or leave them out"
        )
    with run_progress() as tell:
        run = run_batches(sources, out, crew, options=options, tell=tell)
    if run.kept:
        print_lines(f"{_count(range(run.kept), 'batch')} of an earlier run kept")
    return _summary(run.files, [fault_of(one) for one in run.files], run.counts, out)


@app.command(epilog=_example("editions data/sources/molotov-1930.txt"))
def editions(
    source: Annotated[
        Path | None, typer.Argument(metavar="[SOURCE]", help="A text, or a file of XML, to tell what it is.")
    ] = None,
    edition: Annotated[
        Path | None,
        typer.Option("--edition", metavar="FILE", help="Your own edition, as a further candidate."),
    ] = None,
) -> int:
    """List the editions, or tell that of a text.

    For a SOURCE, say of each known edition whether it fits and why; exactly one must.
    """
    from corrstats.editions import fit_editions, known_editions, read_edition, recognise_edition  # noqa: PLC0415
    from corrstats.knowledge import read_knowledge  # noqa: PLC0415
    from corrstats.source import read_source  # noqa: PLC0415
    from corrstats.tei import XmlFile, looks_like_xml, open_index  # noqa: PLC0415

    candidates = [*known_editions(), *([read_edition(edition)] if edition else [])]
    if source is None:
        print_table(
            ("edition", "told by", "title"), [(one.name, one.because, one.title) for one in candidates]
        )
        return DONE
    if looks_like_xml(source):
        index = open_index(XmlFile(source.stem, str(source)))
        letters = sum(1 for document, _ in index.read(read_knowledge()) for _ in document.letters)
        print_lines(f"{index.kind} fits: XML with {_count_of(letters, 'letter')}; it needs no edition")
        return DONE
    text = read_source(source)
    for fit in fit_editions(text, candidates):
        print_lines(f"{fit.edition.name} {'fits' if fit.fits else 'does not fit'}: {fit.why}")
    recognise_edition(text, candidates)
    return DONE


@app.command(epilog=_example("check my-tables/molotov-1930 --source data/sources/molotov-1930.txt"))
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of tables, or of such folders.")],
    source: Annotated[
        Path | None, typer.Option("--source", metavar="FILE", help="The text they were made from.")
    ] = None,
    emendations: Annotated[
        bool, typer.Option("--emendations", help="List every mended reading, and nothing else.")
    ] = False,
    csv: Annotated[
        bool,
        typer.Option(
            "--csv", help="Print rows for corrections.csv of what is mended or open, and nothing else."
        ),
    ] = False,
    edition: EditionOption = None,
    knowledge: KnowledgeOption = None,
) -> int:
    """Check tables against schema and text.

    Without --source, the text they were made from is looked for in data/sources and data/regesta. With a
    text, every span is held against it, and the account follows: of the numbers and capitalised names in
    bodies and notes, how many were read.
    """
    from corrstats.check import check_tables, correction_csv, list_emendations, pair_texts, take_stock  # noqa: PLC0415
    from corrstats.corpus import Options, parse_source  # noqa: PLC0415
    from corrstats.source import read_source  # noqa: PLC0415

    if csv:
        print_lines(correction_csv(_read_tables(folder)).rstrip("\n"))
        return DONE
    if emendations:
        print_lines(*list_emendations(_read_tables(folder)))
        return DONE
    options = Options(knowledge=_existing(knowledge))
    pairs = pair_texts(folder, read_source(source) if source else None)
    found = {f"{one}{os.sep}{finding}" for one, text in pairs for finding in check_tables(one, text, edition)}
    print_lines(*sorted(found))
    texts = [text for _, text in pairs if text]
    for text in texts:
        if text.markup:
            continue
        account = take_stock(parse_source(text, edition, options=options))
        header = (f"account of {account.corpus}", "printed", "read", "known", "unread")
        print_table(header, list(account.rows()))
        print_lines(f"unread: {account.unread_share:.2%}; diagnostics.csv lists them")
    paths = ", ".join(text.path for text in texts)
    against = (
        f"the schema and {paths}" if texts else "the schema; to check the spans, name the text with --source"
    )
    print_lines(f"{_count(found, 'fault')}; held against {against}")
    return FOUND if found else DONE


@app.command(epilog=_example("compare data/tables/molotov-1930 my-tables/molotov-1930"))
def compare(
    folder_a: Annotated[Path, typer.Argument(metavar="DIR_A", help="One folder of tables.")],
    folder_b: Annotated[Path, typer.Argument(metavar="DIR_B", help="Another, of the same letters.")],
) -> int:
    """Compare two sets of tables, fact by fact.

    Facts are compared, not wording: spans, verbatim strings and word counts are left out.
    """
    from corrstats.compare import compare_tables  # noqa: PLC0415

    differences = compare_tables(_read_tables(folder_a), _read_tables(folder_b))
    if not differences:
        print_lines("no difference")
        return DONE
    print_lines(f"A is {folder_a}, B is {folder_b}", *differences)
    print_lines(_count(differences, "difference"))
    return FOUND


@app.command(epilog=_example("show molotov-1930/57 --html letter-57.html"))
def show(
    letter_id: Annotated[
        str, typer.Argument(metavar="LETTER_ID", help="As in letters.csv: molotov-1930/57.")
    ],
    tables: Annotated[
        Path | None, typer.Option("--tables", metavar="DIR", help="The tables; data/tables if not given.")
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--source", metavar="FILE", help="The text; without --tables it is parsed.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page here instead of printing.")
    ] = None,
    edition: EditionOption = None,
) -> int:
    """Show a letter with everything found in it marked."""
    from corrstats.corpus import make_corpus, parse_source  # noqa: PLC0415
    from corrstats.corpus import parse as parse_origins  # noqa: PLC0415
    from corrstats.show import show as show_letter  # noqa: PLC0415
    from corrstats.source import read_source  # noqa: PLC0415

    if source and not tables:
        text = read_source(source, corpus=letter_id.rpartition("/")[0] or None)
        parsed = parse_origins(source) if text.markup else make_corpus([parse_source(text, edition)])
        shown = show_letter(letter_id, tables=parsed)
    else:
        shown = show_letter(letter_id, tables=tables, source=source)
    if html:
        _write_page(html, shown.html())
        print_lines(f"written to {html}")
    elif sys.stdout.isatty():
        print_rich(shown.rich())
    else:
        print_lines(shown.text().rstrip("\n"))
    return DONE


@app.command(epilog=_example("people data/sources/molotov-1930.txt --csv > my-knowledge/people.csv"))
def people(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A text of an edition, or a CMIF or TEI file.")
    ],
    edition: EditionOption = None,
    knowledge: KnowledgeOption = None,
    csv: Annotated[
        bool,
        typer.Option("--csv", help="Print rows for people.csv of those not listed yet, and nothing else."),
    ] = False,
) -> int:
    """List the people that a text names.

    Those not listed yet come first, each with the passages that name them.
    """
    from corrstats.corpus import Options  # noqa: PLC0415
    from corrstats.corpus import parse as parse_origins  # noqa: PLC0415
    from corrstats.curate import STATUSES, list_indexed, list_people, people_csv  # noqa: PLC0415
    from corrstats.knowledge import read_knowledge  # noqa: PLC0415

    options = Options(knowledge=_existing(knowledge))
    rows = read_knowledge(options.knowledge)
    with letter_progress("reading") as progress:
        corpus = parse_origins(source, edition=edition, knowledge=options.knowledge, progress=progress)
    if corpus.faults:
        raise corpus.faults[0]
    named = [
        *(person for one in corpus.parsed for person in list_people(one, rows)),
        *(person for one in corpus.indexes for person in list_indexed(one, rows)),
    ]
    if csv:
        print_lines(people_csv(named, rows).rstrip("\n"))
        return DONE
    for one in named:
        times = "once" if len(one.passages) == 1 else f"{len(one.passages)} times"
        print_lines(f"{one.name} ({one.person_id}): {STATUSES[one.status]}, named {times}")
        print_lines(*(f"  {passage}" for passage in one.passages))
    return DONE


@app.command(epilog=_example("export cmif data/tables/molotov-1930 --out molotov-1930.xml"))
def export(
    form: Annotated[
        str, typer.Argument(metavar="FORMAT", help="cmif, tei, graphml, ro-crate, sqlite or xlsx.")
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of tables, or of such folders.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="The file to write; for ro-crate a folder or .zip.")
    ],
    title: Annotated[str, typer.Option("--title", help="Title of the publication.")] = "",
    editor: Annotated[str, typer.Option("--editor", help="Who answers for it.")] = "",
    publisher: Annotated[str, typer.Option("--publisher", help="Who publishes it.")] = "",
    url: Annotated[str, typer.Option("--url", help="Where it will be found.")] = "",
    licence: Annotated[
        str, typer.Option("--licence", metavar="URL", help="Its licence; that of the source, else CC BY 4.0.")
    ] = "",
    date: Annotated[
        str, typer.Option("--date", metavar="YYYY-MM-DD", help="Its date; the day the tables were written.")
    ] = "",
    figures: Annotated[Path, typer.Option("--figures", metavar="DIR", help="Figures for ro-crate.")] = Path(
        "figures"
    ),
    notebooks: Annotated[
        Path, typer.Option("--notebooks", metavar="DIR", help="Notebooks for ro-crate.")
    ] = Path("notebooks"),
) -> int:
    """Write tables in a format of the field.

    Says at the end what the format could not hold, and how many rows that is.
    """
    from corrstats.export import Publication, Surroundings  # noqa: PLC0415
    from corrstats.export import export as write_export  # noqa: PLC0415

    publication = Publication(title, editor, publisher, url, licence, _day(date))
    done = write_export(form, folder, out, publication, Surroundings(figures, notebooks))
    if done.losses:
        print_table(
            ("not held", "what", "rows"), [(loss.table, loss.what, loss.rows) for loss in done.losses]
        )
    else:
        print_lines("nothing is left out")
    print_lines(*(f"written to {name}" for name in done.written))
    return DONE


@app.command(epilog=_example("report --out report"))
def report(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of the report.")] = Path(
        "report"
    ),
    tables: Annotated[
        Path, typer.Option("--tables", metavar="DIR", help="The tables to draw from.")
    ] = _TABLES,
    notebooks: Annotated[
        Path | None,
        typer.Option("--notebooks", metavar="DIR", help="The notebooks to run; with other tables, none."),
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option("--figures", metavar="DIR", help="Where figures go; of other tables, into the report."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="DIR", help="The answer key; tests/key where that has one."),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Print the first page to DIR/report.pdf; needs a browser.")
    ] = False,
) -> int:
    """Run the notebooks and write the report.

    Writes the figures, runs the notebooks in place, and puts both into HTML pages with every letter. The
    notebooks are about the letters of data/tables; of other tables it makes a report without them.
    """
    from corrstats.show import show as show_letter  # noqa: PLC0415
    from corrstats.tables import read_tables  # noqa: PLC0415

    try:
        from corrstats.plots import group_figures, write_figures  # noqa: PLC0415
        from corrstats.report import find_browser, make_report, print_page  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise CorrstatsError(
            f"{error.name} is not installed", advice="pip install 'corrstats[notebooks]'"
        ) from None
    browser = find_browser() if pdf else ""
    own = tables == _TABLES
    notebooks = notebooks or (Path("notebooks") if own else None)
    figures = figures or (Path("figures") if own else out / "figures")
    with step_progress() as progress:
        progress("figures")
        frames = read_tables(tables)
        keyed = any((_KEY / str(corpus)).is_dir() for corpus in frames["letters"]["corpus"].unique())
        written = write_figures(frames, figures, key=key or (_KEY if keyed else None))
        letters = (
            (letter_id, show_letter(letter_id, tables=tables).html(lambda one: f"../{one}.html"))
            for letter_id in frames["letters"]["letter_id"]
        )
        index = make_report(
            out,
            tables=tables,
            notebooks=notebooks,
            figures=figures,
            letters=letters,
            gallery=group_figures(path.stem for path in written if path.suffix == ".svg"),
            progress=progress,
        )
        if browser:
            progress("report.pdf")
            print_page(index, out / "report.pdf", browser=browser)
    print_lines(f"written to {index}", *([f"and to {out / 'report.pdf'}"] if browser else []))
    return DONE


# ------------------------------------------------------------------------------------------ what they share


def _write_page(path: Path, page: str) -> None:
    """Write a page, whole or not at all, into a folder that is there."""
    from corrstats.export.files import whole_file  # noqa: PLC0415

    if not path.parent.is_dir():
        raise CorrstatsError(os.strerror(errno.ENOENT), advice="check the name", file=str(path))
    with whole_file(path) as made:
        made.write_text(page, encoding="utf-8", newline="\n")


def _formats(text: str) -> list[str]:
    chosen = [one.strip() for one in text.split(",") if one.strip()]
    unknown = [one for one in chosen if one not in _FORMATS]
    if unknown or not chosen:
        raise CorrstatsError(
            f"no format '{', '.join(unknown) or text}'", advice="use csv, parquet, or csv,parquet"
        )
    return chosen


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise CorrstatsError(f"no date '{text}'", advice="write it as YYYY-MM-DD") from None


def _existing(folder: Path | None) -> Path | None:
    if folder is not None and not folder.is_dir():
        raise CorrstatsError("no such folder", advice="name one with your own people.csv", file=str(folder))
    return folder


def _read_tables(folder: Path) -> dict[str, list[Row]]:
    from corrstats.tables import merge_rows, read_rows, table_folders  # noqa: PLC0415

    return merge_rows(read_rows(one) for one in table_folders(folder))


def _summary(
    files: Sequence[Reading | ReadFile],
    faults: Sequence[CorrstatsError | None],
    counts: dict[str, int],
    out: Path,
) -> int:
    """Say what was read and what was not; give the exit status."""
    read = [one for one in files if one.described]
    for one in read[:_MOST_NAMED]:
        told = one.described
        form = "edition " * (told["edition"] not in {"CMIF", "TEI"}) + str(told["edition"])
        title = f", {told['title'] or 'no title'}" if told["edition"] in {"CMIF", "TEI"} else ""
        letters = _count_of(one.letters, "letter")
        print_lines(f"{told['corpus']}: {letters} of {'the ' * (not title)}{form}{title}")
    if more := read[_MOST_NAMED:]:
        print_lines(f"and {len(more):,} more corpora: {sum(one.letters for one in more):,} letters")
    print_table(("table", "rows"), list(counts.items()))
    print_lines(f"written to {out}")
    named = [fault for fault in faults if fault]
    for fault in named[:_MOST_NAMED]:
        print_error(fault)
    if more_faults := named[_MOST_NAMED:]:
        print_error(f"{len(more_faults):,} more files could not be read; diagnostics name them")
    return FOUND if named else DONE


def _count(found: Sized, thing: str) -> str:
    return _count_of(len(found), thing)


def _count_of(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"
