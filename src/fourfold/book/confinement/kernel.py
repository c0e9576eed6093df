"""Calls to the Linux kernel that Python does not offer, for the process that reads files.

Guarantees that a call which the system refuses or does not know is told by its return value and
does nothing. Leaves what is called, and when, to `barriers`, `landlock` and `seccomp`.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from functools import cache

_DEATH_SIGNAL = 1

Argument = int | ctypes.Array[ctypes.c_char] | None


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call(number: int, *arguments: Argument) -> int:
    """Return what a system call returns, -1 where it fails or this is no 64-bit Linux.

    Numbers are passed as whole words, buffers (`ctypes.create_string_buffer`) by their address.
    """
    if sys.platform != "linux" or sys.maxsize < 1 << 32:
        return -1
    return int(_library().syscall(ctypes.c_long(number), *_words(arguments)))


def named(name: str, *arguments: Argument) -> int:
    """Return what a function of the C library returns, -1 where it fails or does not exist."""
    if sys.platform != "linux":
        return -1
    function = getattr(_library(), name, None)
    return -1 if function is None else int(function(*_words(arguments)))


def _words(arguments: tuple[Argument, ...]) -> list[ctypes.c_ulong | ctypes.Array[ctypes.c_char] | None]:
    return [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]


def die_with(parent: int) -> None:
    """Have the kernel kill this process when the thread that started it ends; end now if it has ended."""
    named("prctl", _DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
