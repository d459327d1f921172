"""Side by side: in this process, in several, or on a Dask cluster. The order of results does not matter to anybody."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from importlib import import_module
from typing import Any

from ....models.errors import Fault, InputError, OutputError
from ..manifest import code

ATTEMPTS = 3  # new pools of workers, when one was killed


def side_by_side(function: Callable[..., Any], jobs: Sequence[tuple[Any, ...]], workers: int, cluster: str | None) -> Iterator[Any]:
    """Yield (row of the job, result) of every job, as they come.

    A job is asked for when it is sent off, so that jobs which are large, or slow to make, can be made then.

    Raises
    ------
    OutputError
        If workers die again and again, or one has other code of this package.
    InputError
        If there is no cluster at the address, or Dask is not installed.
    Exception
        Whatever ``jobs`` raises, once what was sent off before is done.
    """
    if workers == 1 and cluster is None:
        for row, job in enumerate(jobs):
            yield row, function(*job)
        return
    from joblib import Parallel
    from joblib.externals.loky.process_executor import BrokenProcessPool, TerminatedWorkerError

    missing = dict.fromkeys(range(len(jobs)))
    for attempt in range(ATTEMPTS + 1):
        with ExitStack() as stack:
            if cluster is not None:
                stack.enter_context(_dask(cluster))
            how: Any = {"return_as": "generator_unordered", "batch_size": 1, "pre_dispatch": "2 * n_jobs"}
            pool: Any = Parallel(n_jobs=-1 if cluster else workers, **how)
            errors: list[Exception] = []
            try:
                waking = 0 if cluster else min(workers, len(missing))
                for row, result in pool(_calls(function, jobs, [*missing], waking, errors)):
                    if row is not None:
                        del missing[row]
                        yield row, result
            except (BrokenProcessPool, TerminatedWorkerError) as error:
                if attempt == ATTEMPTS:
                    raise OutputError(
                        f"workers were killed {ATTEMPTS + 1} times, perhaps for want of memory ({type(error).__name__}); what is "
                        "finished is kept; try fewer workers"
                    ) from None
                continue
            if errors:
                raise errors[0]
        return


def _calls(
    function: Callable[..., Any], jobs: Sequence[tuple[Any, ...]], rows: list[int], waking: int, errors: list[Exception]
) -> Iterator[Any]:
    """What is sent to workers. They are woken first: they import this package while the first jobs are made here.

    An error in making a job ends the list: raised here it would go down with one of the pool's threads.
    """
    from joblib import delayed

    for _ in range(waking):
        yield delayed(_awake)(function)
    for row in rows:
        try:
            job = jobs[row]
        except Exception as error:
            errors.append(error)
            return
        yield delayed(_numbered)(function, row, job, code())


def _awake(function: Callable[..., Any]) -> tuple[None, None]:
    """Done when whatever the function needs is imported, which getting it has seen to."""
    return None, None


def _numbered(function: Callable[..., Any], row: int, job: tuple[Any, ...], made_by: str) -> tuple[int, Any]:
    """What a worker does; on a cluster it may have another package installed than the one who asks."""
    if made_by != code():
        raise OutputError(
            f"the worker on {socket.gethostname()} has other code of hemtjanst installed than the machine that runs the sweep; "
            "install the same everywhere"
        )
    return row, function(*job)


class Lazy(Sequence[Any]):
    """Jobs made when they are sent off, so that no more of them are in memory than are on their way."""

    def __init__(self, make: Callable[[Any], tuple[Any, ...]], of: Sequence[Any]) -> None:
        self.make, self.of = make, of

    def __len__(self) -> int:
        return len(self.of)

    def __getitem__(self, row: Any) -> Any:
        return self.make(self.of[row])


def _dask(address: str) -> Any:
    try:
        client_of = import_module("distributed").Client
    except ImportError:
        raise InputError(Fault("--cluster", "needs Dask: pip install 'hemtjanst[distributed]'")) from None
    from contextlib import contextmanager

    from joblib import parallel_config

    @contextmanager
    def connected() -> Iterator[None]:
        try:
            client = client_of(address, timeout="10s")
        except (OSError, TimeoutError, ValueError) as error:
            raise InputError(Fault("--cluster", f"there is no Dask scheduler at '{address}' ({error})")) from None
        with client, parallel_config(backend="dask", client=client):
            yield

    return connected()
