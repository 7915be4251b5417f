"""Many files in batches: the rows of one process, whoever reads them and whatever is killed meanwhile."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from frictionless import Package

import corrstats as cs
from corrstats.batches import Crew, run_batches
from corrstats.batches.files import list_files
from corrstats.batches.plan import plan_batches
from corrstats.cli import run
from corrstats.tables import read_schema

if TYPE_CHECKING:
    from corrstats.batches import Tally

pytest.importorskip("pyarrow", reason="the dataset is of Parquet")
import pyarrow as pa
import pyarrow.parquet as pq

FIXTURES = Path(__file__).parent / "fixtures"
ONE_A_BATCH = 1  # byte: every file is a batch of its own


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of texts and indexes, one of which is torn and one of no edition."""
    folder = tmp_path_factory.mktemp("sources")
    for name in ("rye-1930", "ferry-1934"):
        shutil.copy(FIXTURES / "letters" / f"{name}.txt", folder)
    for path in (FIXTURES / "index").glob("*.xml"):
        shutil.copy(path, folder)
    (folder / "bill.txt").write_text("Two sacks of lamp oil, paid.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """Give the rows that one process writes, by table."""
    out = tmp_path_factory.mktemp("one") / "tables"
    assert run(["parse", str(sources), "--out", str(out), "--format", "parquet"]) == 1
    return {name: pq.read_table(out / f"{name}.parquet").to_pylist() for name in read_schema()}


def rows_of(out: Path) -> dict[str, list[Any]]:
    """Give the rows of a dataset, in the order in which its Data Package names the parts."""
    package = json.loads((out / "datapackage.json").read_bytes())
    rows = {}
    for resource in package["resources"]:
        parts = [pq.ParquetFile(out / part).read() for part in parts_of(resource)]
        rows[resource["name"]] = pa.concat_tables(parts).to_pylist()
    return rows


def parts_of(resource: dict[str, Any]) -> list[str]:
    """Give the files of a resource of a Data Package."""
    return resource["path"] if isinstance(resource["path"], list) else [resource["path"]]


def test_processes_write_the_rows_of_one_process(
    sources: Path, expected: dict[str, list[Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "tables"
    command = ["parse", str(sources), "--out", str(out), "--format", "parquet", "--workers", "2"]
    assert run(command) == 1
    assert rows_of(out) == expected
    told = capsys.readouterr()
    assert "torn.xml:3:" in told.err
    assert "bill.txt: no known edition fits" in told.err
    faults = [row for row in expected["diagnostics"] if row["code"] == "file-not-read"]
    assert {row["corpus"] for row in faults} == {"bill", "torn"}
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_a_killed_process_costs_its_batch_and_not_the_run(
    sources: Path, expected: dict[str, list[Any]], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill_one(_tally: Tally) -> None:
        if not killed and (children := multiprocessing.active_children()):
            killed.append(children[0].pid or 0)
            children[0].kill()

    done = run_batches([sources], tmp_path / "out", Crew(2, batch_bytes=ONE_A_BATCH), tell=kill_one)
    assert killed
    assert rows_of(tmp_path / "out") == expected
    assert done.counts == {name: len(rows) for name, rows in expected.items()}


def test_a_stopped_run_goes_on_where_it_was(
    sources: Path, expected: dict[str, list[Any]], tmp_path: Path
) -> None:
    out, crew = tmp_path / "out", Crew(1, batch_bytes=ONE_A_BATCH)

    def stop(tally: Tally) -> None:
        if tally.done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batches([sources], out, crew, tell=stop)
    assert not out.exists()
    again = run_batches([sources], out, crew)
    assert again.kept == 1
    assert rows_of(out) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_that_changed_meanwhile_is_read_again(sources: Path, tmp_path: Path) -> None:
    mine, out, crew = tmp_path / "mine", tmp_path / "out", Crew(1, batch_bytes=ONE_A_BATCH)
    shutil.copytree(sources, mine)

    def stop(tally: Tally) -> None:
        if tally.letters:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batches([mine], out, crew, tell=stop)
    ferry = mine / "ferry-1934.txt"
    ferry.write_text(
        ferry.read_text(encoding="utf-8").replace("3 million poods", "4 million poods"), encoding="utf-8"
    )
    run_batches([mine], out, crew)
    lows = [row["low"] for row in rows_of(out)["quantities"] if row["letter_id"].startswith("ferry-1934/")]
    assert 4_000_000 in lows
    assert 3_000_000 not in lows


def test_a_batch_that_kills_its_worker_again_and_again_is_named(sources: Path, tmp_path: Path) -> None:
    def kill_all(_tally: Tally) -> None:
        for child in multiprocessing.active_children():
            child.kill()

    with pytest.raises(cs.CorrstatsError, match="was killed 3 times"):
        run_batches([sources / "rye-1930.txt"], tmp_path / "out", Crew(1), tell=kill_all)
    assert list(tmp_path.iterdir()) == []


def test_a_cluster_that_loses_a_worker_writes_the_same_rows(
    sources: Path, expected: dict[str, list[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed", reason="a cluster needs distributed")
    killed: list[int] = []
    loops: list[bool] = []
    wait = distributed.as_completed

    def as_completed(futures: list[Any], loop: object = None) -> object:
        loops.append(loop is futures[0].client.loop)
        return wait(futures, loop=loop)

    monkeypatch.setattr(distributed, "as_completed", as_completed)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):

        def kill_one(tally: Tally) -> None:
            if not killed and tally.done:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        crew = Crew(scheduler=cluster.scheduler_address, batch_bytes=ONE_A_BATCH)
        run_batches([sources], tmp_path / "out", crew, tell=kill_one)
    assert killed
    assert loops == [True], "batches wait by the loop of the caller's client, not of their own"
    assert rows_of(tmp_path / "out") == expected


def test_what_cannot_be_is_said_in_a_line(
    sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert run(["parse", str(sources), "--out", out, "--workers", "2"]) == 2
    assert "write Parquet only; add --format parquet" in capsys.readouterr().err
    torn = str(sources / "torn.xml")
    assert run(["parse", torn, "--out", out, "--format", "parquet", "--workers", "2"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_new_run_takes_the_place_of_the_old_tables_of_either_form(sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rye = str(sources / "rye-1930.txt")
    for more in ([], ["--format", "parquet", "--workers", "1"], []):
        assert run(["parse", rye, "--out", str(out), *more]) == 0
        assert len(cs.scan_tables(out).letters) == 3
    assert {path.suffix for path in out.iterdir()} == {".csv", ".json"}


@pytest.mark.parametrize("more", [[], ["--workers", "1"]], ids=["one file", "parts"])
def test_the_data_package_of_parquet_is_sound(sources: Path, tmp_path: Path, more: list[str]) -> None:
    out = tmp_path / "out"
    assert run(["parse", str(sources), "--out", str(out), "--format", "parquet", *more]) == 1
    described = json.loads((out / "datapackage.json").read_bytes())
    assert {one.name for one in Package.from_descriptor(described).resources} == set(read_schema())
    for resource in described["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert all(pq.read_schema(out / part).names == fields for part in parts_of(resource))


def test_small_files_are_read_together_and_a_large_one_alone(sources: Path) -> None:
    files = list_files([sources])
    assert [len(one.files) for one in plan_batches(files, batch_bytes=ONE_A_BATCH)] == [1] * len(files)
    texts, indexes = plan_batches(files)
    assert texts.partition == "corpora=bill..rye-1930"
    assert all(one.xml for one in indexes.files)


# ------------------------------------------------------------------------------------------- lazy tables


@pytest.fixture(scope="module")
def written(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a dataset of many parts."""
    out = tmp_path_factory.mktemp("lazy") / "tables"
    run_batches([sources], out, Crew(1, batch_bytes=ONE_A_BATCH))
    return out


def test_lazy_tables_are_the_tables(sources: Path, written: Path, tmp_path: Path) -> None:
    assert run(["parse", str(sources), "--out", str(tmp_path / "csv")]) == 1
    tables = cs.read_tables(tmp_path / "csv")
    for lazy in (cs.scan_tables(written), cs.scan_tables(tmp_path / "csv")):
        for name in tables:
            pd.testing.assert_frame_equal(lazy[name].frame(), tables[name])
            assert len(lazy[name]) == len(tables[name])
        assert sum(len(part.mentions) for part in lazy.parts()) == len(tables.mentions)


def test_a_lazy_table_counts_and_narrows(sources: Path, written: Path) -> None:
    lazy, tables = cs.scan_tables(written), cs.parse(sources).tables
    told = tables.latencies.groupby(["leg", "status"], observed=True).size()
    counted = lazy.latencies.count("leg", "status").set_index(["leg", "status"])["rows"]
    assert counted.to_dict() == told.to_dict()
    mine = lazy.mentions.where(zone=["body", "note"], kind="person")
    zones = tables.mentions[
        tables.mentions["zone"].isin(["body", "note"]) & (tables.mentions["kind"] == "person")
    ]
    assert len(mine) == len(zones)
    assert mine.count("zone")["rows"].sum() == len(zones)
    with pytest.raises(cs.CorrstatsError, match="no column 'zon' in mentions"):
        lazy.mentions.where(zon="body")


def test_the_delays_are_the_same_from_lazy_tables(sources: Path, written: Path) -> None:
    lazy, tables = cs.scan_tables(written), cs.parse(sources).tables
    for leg in ("sent to reply", "sent to received", "letter to decision"):
        found, told = (cs.answer_delays(one.latencies, leg=leg) for one in (lazy, tables))
        pd.testing.assert_frame_equal(found, told)
        if len(told):
            pd.testing.assert_frame_equal(cs.median_delays(found), cs.median_delays(told))


def test_the_people_and_their_company_are_the_same_from_lazy_tables(sources: Path, written: Path) -> None:
    lazy, tables = cs.scan_tables(written), cs.parse(sources).tables
    pd.testing.assert_frame_equal(cs.people_named(lazy), cs.people_named(tables))
    pd.testing.assert_frame_equal(cs.pairs_named(lazy), cs.pairs_named(tables))
    pd.testing.assert_frame_equal(
        cs.named_company(cs.pairs_named(lazy)), cs.named_company(cs.pairs_named(tables))
    )
