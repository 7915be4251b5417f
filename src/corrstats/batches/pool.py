"""Batches spread over processes of this machine; a process that is killed costs its batch, not the run."""

from __future__ import annotations

import multiprocessing
from collections import Counter, deque
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from corrstats.batches.work import work_batch
from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.process import BaseProcess

    from corrstats.batches.manifest import Record
    from corrstats.batches.work import Task

TRIES = 3  # of a batch whose worker was killed: a machine short of memory may kill the same again
_READ, _DONE, _FAILED, _GONE = "read", "done", "failed", "gone"


def _serve(link: Connection) -> None:
    """Read batches as long as some are sent; ends by itself when whoever sends them is gone."""
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            task: Task = link.recv()
            try:
                link.send((_DONE, work_batch(task, lambda letters: link.send((_READ, letters)))))
            except (CorrstatsError, OSError) as error:
                link.send((_FAILED, error))


class _Worker:
    """A process with the batch that it reads; None while there is none for it."""

    def __init__(self) -> None:
        self.task: Task | None = None
        self.letters = 0
        self._start()

    def _start(self) -> None:
        # a process of its own from the start: nothing of this one, least of all its threads, is copied
        context = multiprocessing.get_context("spawn")
        self.link, other = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(other,), daemon=True)
        self.process.start()
        other.close()

    def give(self, task: Task | None) -> None:
        """Hand over a batch; a process that is gone already is found when it is waited for."""
        self.task, self.letters = task, 0
        if task is not None:
            with suppress(BrokenPipeError):
                self.link.send(task)

    def hear(self) -> tuple[str, Any]:
        """Give what the process says, ``_GONE`` of one that was killed; RuntimeError of one that failed."""
        try:
            said: tuple[str, Any] = self.link.recv()
        except (EOFError, ConnectionError):
            self.process.join()
            if (self.process.exitcode or 0) > 0:
                raise RuntimeError("a worker failed; what it printed says where") from None
            return _GONE, None
        return said

    def restart(self) -> None:
        """Take another process for one that is gone."""
        self.end()
        self._start()

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.link.close()


class _Queue:
    """Batches that wait, and those whose workers were killed so often that they are given up."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.waiting = deque(tasks)
        self.lost: list[Task] = []
        self._killed: Counter[int] = Counter()

    def next(self) -> Task | None:
        """Give the next batch; None where none waits."""
        return self.waiting.popleft() if self.waiting else None

    def again(self, task: Task) -> None:
        """Put a batch back whose worker was killed."""
        self._killed[task.batch.number] += 1
        if self._killed[task.batch.number] < TRIES:
            self.waiting.append(task)
        else:
            self.lost.append(task)


def run_in_processes(
    tasks: Sequence[Task], workers: int, tell: Callable[[int], object] | None = None
) -> Iterator[Record]:
    """Give the record of each batch as it is done; ``tell`` is told letters of batches still being read.

    A batch whose worker is killed is given to another, three times at most. Raises CorrstatsError then, when
    the others are done, and at once what a worker raises; whatever is done stays done.
    """
    queue = _Queue(tasks)
    crew = [_Worker() for _ in range(min(workers, len(tasks)))]
    try:
        for worker in crew:
            worker.give(queue.next())
        while any(worker.task for worker in crew):
            for worker in _heard(crew):
                if record := _answer(worker, queue):
                    yield record
            if tell:
                tell(sum(worker.letters for worker in crew))
    finally:
        for worker in crew:
            worker.end()
    if queue.lost:
        raise _killed_again(queue.lost[0])


def _heard(crew: Sequence[_Worker]) -> list[_Worker]:
    """Wait until a worker says something or is gone."""
    links = {worker.link: worker for worker in crew if worker.task}
    return [links[one] for one in wait(list(links)) if isinstance(one, Connection)]


def _answer(worker: _Worker, queue: _Queue) -> Record | None:
    """Do what a worker's word asks for, and give the record of a batch that it has done."""
    said, what = worker.hear()
    if said == _READ:
        worker.letters = what
        return None
    if said == _FAILED:
        raise what
    if said == _GONE and worker.task is not None:
        queue.again(worker.task)
        worker.restart()
    worker.give(queue.next())
    return what if said == _DONE else None


def _killed_again(task: Task) -> CorrstatsError:
    return CorrstatsError(
        f"the process that read it was killed {TRIES} times",
        advice="give it more memory or take fewer --workers, and run again: what is done stays done",
        file=task.batch.files[0].path,
    )
