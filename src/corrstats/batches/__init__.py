"""Many files to tables: one after the other, or in batches that several workers read."""

from corrstats.batches.files import Reading
from corrstats.batches.manifest import ReadFile
from corrstats.batches.progress import Tally
from corrstats.batches.run import Crew, Run, fault_of, run_batches
from corrstats.batches.stream import stream_tables

__all__ = ["Crew", "ReadFile", "Reading", "Run", "Tally", "fault_of", "run_batches", "stream_tables"]
