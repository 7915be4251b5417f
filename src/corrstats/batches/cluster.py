"""Batches spread over a Dask cluster that is there already; sources and tables are on a disk all share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corrstats.batches.work import work_batch
from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corrstats.batches.manifest import Record
    from corrstats.batches.work import Task

_PATIENCE = 20  # seconds until a scheduler that does not answer is given up


def run_on_cluster(tasks: Sequence[Task], address: str) -> Iterator[Record]:
    """Give the record of each batch as it is done.

    Dask gives a batch whose worker is killed to another worker, three times over. Raises CorrstatsError where
    there is no cluster, where it gives a batch up, and what a worker raises.
    """
    distributed = _need_distributed()
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError):
        advice = "start a cluster, or check the address"
        raise CorrstatsError(f"no Dask scheduler answers at '{address}'", advice=advice) from None
    with client:
        futures = client.map(work_batch, tasks, pure=False)
        try:
            # by the loop of this client: the caller may have another one
            for future in distributed.as_completed(futures, loop=client.loop):
                yield _result(future, distributed)
                future.release()
        finally:
            client.cancel(futures, force=True)


def _result(future: Any, distributed: Any) -> Record:  # noqa: ANN401  of a library without types
    try:
        record: Record = future.result()
    except distributed.KilledWorker as error:
        advice = "give the workers more memory, and run again: what is done stays done"
        raise CorrstatsError(f"the cluster gave a batch up ({error.task})", advice=advice) from None
    return record


def _need_distributed() -> Any:  # noqa: ANN401  a module without types
    try:
        import distributed  # noqa: PLC0415  optional
    except ImportError:
        advice = "pip install 'corrstats[scale]'"
        raise CorrstatsError("a cluster needs Dask's package distributed", advice=advice) from None
    return distributed
