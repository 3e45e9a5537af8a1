"""Processes for the parts of the report, which end at once when the whole is interrupted.

``processes(n)``  a context with an executor of ``n`` processes; of this process alone if ``n`` is 1
``Here``          an executor that calls in this process
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Here(Executor):
    """Calls in this process, at once."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextmanager
def processes(workers: int) -> Generator[Executor]:
    """Processes, which end at once if anything goes wrong; with one worker, this process."""
    if workers == 1:
        yield Here()
        return
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _deaf)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        ours = set(multiprocessing.active_children()) - others
        for process in ours:
            process.terminate()
        for process in ours:  # what still runs would write into a folder that is taken away
            process.join(5)
        raise
    pool.shutdown()


def _deaf() -> None:
    """Leave interrupts to the first process, which ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
