"""Chunks of a sweep: what a crash may cost, and how long the last worker is waited for."""

from __future__ import annotations

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
