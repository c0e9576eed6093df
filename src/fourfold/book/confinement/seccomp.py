"""A filter of system calls: a process gives up what a reader of files never needs.

Guarantees, on Linux for x86-64 and ARM64: no socket of any kind, no new process or program (threads
are allowed), no signal or look into another process, no mount or namespace, no change of owner or
mode of a file; each fails as "operation not permitted". Leaves files to `landlock`.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from fourfold.book.confinement import kernel

_PR_SET_SECCOMP, _FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _MACHINE, _FIRST = 0, 4, 16
_CLONE_THREAD = 0x00010000
_CLONE3 = 435
_FOREIGN = 0x40000000


@dataclass(frozen=True, slots=True)
class _Machine:
    """A machine as the kernel names it, its number of `clone`, and the numbers of calls to refuse."""

    mark: int
    clone: int
    refused: Sequence[int]


_EVERYWHERE = (
    *(424, 438),  # pidfd_send_signal, pidfd_getfd
    *(425, 452),  # io_uring_setup, fchmodat2
)
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        56,
        (
            *(41, 53),  # socket, socketpair
            *(57, 58, 59, 322),  # fork, vfork, execve, execveat
            *(62, 101, 310, 311),  # kill, ptrace, process_vm_readv, process_vm_writev
            *(155, 161, 165, 272, 308),  # pivot_root, chroot, mount, unshare, setns
            *(250, 298, 321, 323),  # keyctl, perf_event_open, bpf, userfaultfd
            *(90, 91, 268, 92, 93, 94, 260),  # chmod and chown in their forms
            *_EVERYWHERE,
        ),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        220,
        (
            *(198, 199),
            *(221, 281),
            *(129, 117, 270, 271),
            *(41, 51, 40, 97, 268),
            *(219, 241, 280, 282),
            *(52, 53, 54, 55),
            *_EVERYWHERE,
        ),
    ),
}


def refuse_calls() -> bool:
    """Put the filter on this process; return whether it holds. `no_new_privs` must be set."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    steps = _program(machine)
    code = b"".join(steps)
    program = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("@HP", len(steps), ctypes.addressof(program))
    filtered = ctypes.create_string_buffer(header, len(header))
    return kernel.named("prctl", _PR_SET_SECCOMP, _FILTER, filtered, 0, 0) == 0


def _program(machine: _Machine) -> list[bytes]:
    """Return the filter's steps; a comparison that fails skips what follows it."""
    not_permitted = _step(_RETURN, _ERROR | errno.EPERM)
    steps = [_step(_LOAD, _MACHINE), _step(_EQUAL, machine.mark, 1, 0), _step(_RETURN, _KILL)]
    steps += [_step(_LOAD, _NUMBER), _step(_AT_LEAST, _FOREIGN, 0, 1), not_permitted]
    # of `clone3` the filter cannot see the flags; the C library then tries `clone`
    steps += [_step(_EQUAL, _CLONE3, 0, 1), _step(_RETURN, _ERROR | errno.ENOSYS)]
    for number in machine.refused:
        steps += [_step(_EQUAL, number, 0, 1), not_permitted]
    steps += [_step(_EQUAL, machine.clone, 0, 3), _step(_LOAD, _FIRST), _step(_ANY_BIT, _CLONE_THREAD, 1, 0)]
    return [*steps, not_permitted, _step(_RETURN, _ALLOW)]


def _step(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, value)
