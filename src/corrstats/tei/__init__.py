"""CMIF and TEI letters with ``correspDesc``: files of XML to the same facts as printed editions."""

from corrstats.tei.index import Bibl, Index, open_index
from corrstats.tei.names import UNKNOWN_ID, UNKNOWN_REF, URN, name_id
from corrstats.tei.stream import XmlFile, looks_like_xml

__all__ = [
    "UNKNOWN_ID",
    "UNKNOWN_REF",
    "URN",
    "Bibl",
    "Index",
    "XmlFile",
    "looks_like_xml",
    "name_id",
    "open_index",
]
