"""Chunks of a sweep: what a crash may cost, how long the last worker is waited for, and how many are in memory."""

from __future__ import annotations

import time

import pytest
from hemtjanst.models.errors import Fault, InputError
from hemtjanst.simulation.experiments.sweep.parallel import Lazy, side_by_side
from hemtjanst.simulation.experiments.sweep.runner import CHUNK, chunk_size


def sizes(runs: int, workers: int) -> list[int]:
    """Chunks in the order in which they are handed out."""
    found = []
    while runs:
        found.append(chunk_size(runs, workers))
        runs -= found[-1]
    return found


def test_chunks_cover_every_run_and_end_with_single_ones() -> None:
    """The last chunks decide how long one worker stays idle while another is still at work."""
    for workers in (1, 2, 8):
        found = sizes(200, workers)
        assert sum(found) == 200
        assert max(found) <= CHUNK
        assert found == sorted(found, reverse=True)
        assert found[-2 * workers :] == [1] * 2 * workers


def test_more_workers_than_runs_get_a_run_each() -> None:
    """A few long runs must spread over all workers."""
    assert sizes(5, 16) == [1] * 5


def test_jobs_are_made_when_they_are_sent_off() -> None:
    """Each holds a plan; a sweep of a thousand settings must not hold a thousand of them."""
    made: list[int] = []

    def job(number: int) -> tuple[float]:
        made.append(number)
        return (0.1,)

    results = side_by_side(time.sleep, Lazy(job, range(20)), 2, None)
    found = [next(results)]
    assert len(made) <= 10
    found += results
    assert sorted(row for row, _ in found) == made == list(range(20))


def test_an_error_in_making_a_job_comes_after_what_was_sent_off_before() -> None:
    """Raised in one of the pool's own threads it would leave the sweep waiting for ever."""

    def job(number: int) -> tuple[int]:
        if number == 9:
            raise InputError(Fault("here", "the plans are gone"))
        return (number,)

    found: list[tuple[int, int]] = []
    with pytest.raises(InputError, match="the plans are gone"):
        found.extend(side_by_side(abs, Lazy(job, range(20)), 2, None))
    assert sorted(found) == [(number, number) for number in range(9)]
