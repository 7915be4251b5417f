"""RO-Crate 1.1: tables, figures and notebooks in one folder, with what was made from what.

The sources are named with their hashes, never copied: many are under copyright. ``ro-crate-metadata.json`` is
JSON-LD with one entity for each file, source, action and the program.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corrstats import __version__
from corrstats.errors import CorrstatsError
from corrstats.export.files import whole_file
from corrstats.export.tableset import CC_BY, Report
from corrstats.tables import exchange_folders, read_schema, table_folders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corrstats.export.tableset import Publication, TableSet

Entity = dict[str, Any]
METADATA = "ro-crate-metadata.json"
_CONTEXT, _PROFILE = "https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/crate/1.1"
_PROGRAM = "#corrstats"
_FORMATS = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ipynb": "application/x-ipynb+json",
    ".md": "text/markdown",
}
_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the same at every run


@dataclass(frozen=True)
class Surroundings:
    """The folders that belong to tables: figures and notebooks; one that is not there is left out."""

    figures: Path | None = None
    notebooks: Path | None = None


@dataclass(frozen=True)
class _Part:
    """A file of the crate: its name there, where it is now, what it is."""

    name: str
    path: Path
    title: str

    def entity(self) -> Entity:
        """Describe the file; its hash is an identifier."""
        return {
            "@id": self.name,
            "@type": "File",
            "name": self.title,
            "encodingFormat": _FORMATS[self.path.suffix],
            "contentSize": str(self.path.stat().st_size),
            "identifier": {"@id": _hash_id(self.digest())},
        }

    def digest(self) -> str:
        """Give the SHA-256 of the file."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def _hash_id(sha256: str) -> str:
    return f"#sha-256-{sha256}"


def _hash(sha256: str) -> Entity:
    return {"@id": _hash_id(sha256), "@type": "PropertyValue", "propertyID": "SHA-256", "value": sha256}


def _refs(ids: Sequence[str]) -> list[Entity]:
    return [{"@id": one} for one in ids]


class _Crate:
    """The entities of a crate."""

    def __init__(self, tables: TableSet, publication: Publication, around: Surroundings) -> None:
        self.tables, self.publication = tables, publication
        folders = table_folders(tables.folder)
        names = [f"tables/{one.name}/" if len(folders) > 1 else "tables/" for one in folders]
        self.datasets = {
            name: list(_table_parts(folder, name)) for name, folder in zip(names, folders, strict=True)
        }
        self.figures = list(_parts(around.figures, "figures/", (".svg", ".png")))
        self.notebooks = list(_parts(around.notebooks, "notebooks/", (".ipynb",)))

    @property
    def parts(self) -> list[_Part]:
        """All files of the crate but its metadata."""
        return [*(part for parts in self.datasets.values() for part in parts), *self.figures, *self.notebooks]

    def metadata(self) -> Entity:
        """Describe the crate as JSON-LD."""
        actions = list(self._actions())
        datasets = [
            {
                "@id": name,
                "@type": "Dataset",
                "name": f"Tables in {name}",
                "hasPart": _refs([p.name for p in parts]),
            }
            for name, parts in self.datasets.items()
        ]
        hashes = {part.digest() for part in self.parts}
        hashes |= {str(one["sha256"]) for one in self.tables.sources.values() if one.get("sha256")}
        graph = [
            {
                "@id": METADATA,
                "@type": "CreativeWork",
                "conformsTo": {"@id": _PROFILE},
                "about": {"@id": "./"},
            },
            self._root(actions),
            *self._licence(),
            *datasets,
            *(part.entity() for part in self.parts),
            *self._sources(),
            {
                "@id": _PROGRAM,
                "@type": "SoftwareApplication",
                "name": "corrstats",
                "version": __version__,
                "description": "Turns a printed edition of letters into statistics a historian can cite",
            },
            *actions,
            *map(_hash, sorted(hashes)),
        ]
        return {"@context": _CONTEXT, "@graph": graph}

    def _root(self, actions: Sequence[Entity]) -> Entity:
        corpora = ", ".join(self.tables.corpora())
        parts = [*self.datasets, *(part.name for part in (*self.figures, *self.notebooks))]
        root: Entity = {
            "@id": "./",
            "@type": "Dataset",
            "name": self.publication.title or f"Letters in tables: {corpora}",
            "description": f"Tables, figures and notebooks of {len(self.tables['letters'])} letters, "
            "with the code version and the hashes of the sources they were made from.",
            "datePublished": (self.publication.date or self.tables.written).isoformat(),
            "license": {"@id": self.publication.licence or CC_BY},
            "hasPart": _refs(parts),
            "mentions": _refs([one["@id"] for one in actions]),
        }
        if self.publication.editor:
            root["author"] = {"@id": "#editor"}
        if self.publication.publisher:
            root["publisher"] = {"@id": "#publisher"}
        return root

    def _licence(self) -> Iterator[Entity]:
        licence = self.publication.licence or CC_BY
        name = "Creative Commons Attribution 4.0 International" if licence == CC_BY else licence
        yield {"@id": licence, "@type": "CreativeWork", "name": name}
        if self.publication.editor:
            yield {"@id": "#editor", "@type": "Person", "name": self.publication.editor}
        if self.publication.publisher:
            yield {"@id": "#publisher", "@type": "Organization", "name": self.publication.publisher}

    def _sources(self) -> Iterator[Entity]:
        for corpus, source in self.tables.sources.items():
            entity: Entity = {
                "@id": f"#source-{corpus}",
                "@type": "CreativeWork",
                "name": str(source.get("title") or corpus),
                "alternateName": str(source.get("file", "")),
            }
            if source.get("sha256"):
                entity["identifier"] = {"@id": _hash_id(str(source["sha256"]))}
            yield entity

    def _actions(self) -> Iterator[Entity]:
        """Say what was made from what: sources to tables, tables to figures, tables to notebooks."""
        sources = [f"#source-{corpus}" for corpus in self.tables.sources]
        tables = [part.name for parts in self.datasets.values() for part in parts]
        steps = (
            ("#parse", "corrstats parse: the sources to tables", sources, [*self.datasets, *tables]),
            ("#draw", "corrstats report: the tables to figures", list(self.datasets), _names(self.figures)),
            (
                "#run",
                "corrstats report: the notebooks run on the tables",
                list(self.datasets),
                _names(self.notebooks),
            ),
        )
        for name, what, used, made in steps:
            if made:
                yield {
                    "@id": name,
                    "@type": "CreateAction",
                    "name": what,
                    "instrument": {"@id": _PROGRAM},
                    "object": _refs(used),
                    "result": _refs(made),
                }


def _names(parts: Sequence[_Part]) -> list[str]:
    return [part.name for part in parts]


def _table_parts(folder: Path, name: str) -> Iterator[_Part]:
    schema = read_schema()
    for path in sorted(folder.iterdir()):
        if path.stem in schema and path.suffix in {".csv", ".parquet"}:
            yield _Part(name + path.name, path, f"{path.stem}: one row is {schema[path.stem].row}")
        elif path.name == "datapackage.json":
            yield _Part(name + path.name, path, "Data Package: what each column of the tables means")


def _parts(folder: Path | None, name: str, kinds: Sequence[str]) -> Iterator[_Part]:
    for path in sorted(folder.iterdir()) if folder and folder.is_dir() else ():
        if path.suffix in kinds and not path.name.startswith("."):
            yield _Part(name + path.name, path, path.stem.replace("-", " "))


def write_ro_crate(tables: TableSet, out: Path, publication: Publication, around: Surroundings) -> Report:
    """Write a crate into a folder, or into a file that ends with .zip, whole or not at all."""
    crate = _Crate(tables, publication, around)
    text = json.dumps(crate.metadata(), indent=2, ensure_ascii=False) + "\n"
    if out.suffix == ".zip":
        _write_zip(crate, text, out)
    else:
        _write_folder(crate, text, out)
    report = Report([str(out)])
    for name, parts in (("figures", crate.figures), ("notebooks", crate.notebooks)):
        if not parts:
            report.lose(name, f"there are none; name their folder with --{name}", 1)
    return report


def _write_zip(crate: _Crate, text: str, out: Path) -> None:
    with whole_file(out) as made, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        contents = [(METADATA, text.encode()), *((part.name, part.path.read_bytes()) for part in crate.parts)]
        for name, data in contents:
            archive.writestr(zipfile.ZipInfo(name, _FIRST_ZIP_DAY), data, zipfile.ZIP_DEFLATED)


def _write_folder(crate: _Crate, text: str, out: Path) -> None:
    if out.exists() and not (out / METADATA).exists() and (not out.is_dir() or any(out.iterdir())):
        raise CorrstatsError("holds something else than a crate", advice="choose a new folder", file=str(out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise CorrstatsError(
            error.strerror or "cannot be written", advice="choose another --out", file=str(out)
        ) from None
    try:
        for part in crate.parts:
            (made / part.name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(part.path, made / part.name)
        (made / METADATA).write_text(text, encoding="utf-8", newline="\n")
        made.chmod(0o755)
        _put(made, out)
    except OSError as error:
        raise CorrstatsError(
            error.strerror or "cannot be written", advice="choose another --out", file=str(out)
        ) from None
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _put(made: Path, out: Path) -> None:
    """Put a new folder in the place of an old one."""
    if not out.exists() or not exchange_folders(made, out):
        if out.exists():
            shutil.rmtree(out)
        os.rename(made, out)  # noqa: PTH104  a plain rename
