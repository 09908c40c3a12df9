"""The loop of a run keeps to one core, and takes none from anybody else."""

import asyncio
import os
import sys

import pytest

from aqagen.commands.generate import run_loop

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="cores are chosen on Linux only")


def test_the_loop_keeps_to_one_core_and_other_threads_go_where_they_like() -> None:
    before = os.sched_getaffinity(0)
    seen: dict[str, set[int]] = {}

    async def work() -> None:
        seen["loop"] = os.sched_getaffinity(0)
        seen["thread"] = await asyncio.to_thread(os.sched_getaffinity, 0)

    run_loop(work())
    assert len(seen["loop"]) == 1
    assert seen["loop"] <= before
    assert seen["thread"] == before
    assert os.sched_getaffinity(0) == before


def test_cores_are_given_back_after_an_error() -> None:
    before = os.sched_getaffinity(0)

    async def work() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        run_loop(work())
    assert os.sched_getaffinity(0) == before
