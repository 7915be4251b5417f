"""Editions: recognise a text, split it into letters, zones and notes. One TOML file an edition."""

from corrstats.editions.edition import Edition, edition_from_toml, known_editions, read_edition
from corrstats.editions.recognise import Fit, fit_editions, recognise_edition
from corrstats.editions.split import split_letters

__all__ = [
    "Edition",
    "Fit",
    "edition_from_toml",
    "fit_editions",
    "known_editions",
    "read_edition",
    "recognise_edition",
    "split_letters",
]
