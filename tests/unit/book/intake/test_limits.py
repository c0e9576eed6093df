from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace

from fourfold.book.intake.limits import Limits, held_bytes

TAKE = """
import json, resource, sys
from fourfold.book.intake.limits import Limits, take_limits
take_limits(Limits(**json.loads(sys.argv[1])), alone=sys.argv[2] == "alone")
names = ("AS", "CPU", "NOFILE", "FSIZE", "CORE", "NPROC")
print(json.dumps({name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names}))
"""


def taken(limits: Limits, how: str) -> dict[str, list[int]]:
    """What the kernel says of a process that took limits."""
    arguments = [sys.executable, "-c", TAKE, json.dumps(asdict(limits)), how]
    told: dict[str, list[int]] = json.loads(subprocess.run(arguments, check=True, capture_output=True).stdout)
    return told


def test_a_process_is_under_the_limits_it_takes_and_cannot_raise_them() -> None:
    limits = Limits(cpu_seconds=77, file_bytes=1_000, open_files=20, threads=9)
    told = taken(limits, "alone")
    assert told["CPU"] == [77, 82]
    assert told["FSIZE"] == [1_000, 1_000]
    assert told["NOFILE"] == [20, 20]
    assert told["NPROC"] == [9, 9]
    assert told["CORE"] == [0, 0]
    if sys.platform == "linux":
        assert told["AS"] == [limits.address_space] * 2


def test_threads_are_not_counted_together_with_those_of_other_programs() -> None:
    assert taken(Limits(threads=9), "among others")["NPROC"] != [9, 9]


def test_a_larger_file_gets_more_time_and_room() -> None:
    few, many = Limits().for_file(1_000), Limits().for_file(1_000_000_000)
    assert few == replace(Limits(), file_bytes=few.file_bytes)
    assert many == replace(few, cpu_seconds=2_200, wall_seconds=1_100.0, file_bytes=many.file_bytes)
    assert many.file_bytes > few.file_bytes


def test_held_memory_is_told_of_a_living_process_only() -> None:
    assert held_bytes(os.getpid()) > 1_000_000 or sys.platform != "linux"
    assert held_bytes(2**22 + 1) == 0
