"""What the process that reads files gives up before it opens one: files, network, other processes.

Guarantees that each barrier the system offers is put up, that none can be taken down again, and
that what is put up is told. A barrier that the system refuses is left out, for a file must still be
read on a system without it:

- files: Landlock (`landlock`), Linux from 5.13 on;
- system calls: a filter (`seccomp`), Linux on x86-64 and ARM64;
- namespaces: users and network of its own. Many containers and some distributions refuse them to
  ordinary users; the filter of system calls then still leaves no socket;
- capabilities: a reader that runs as root keeps only that of opening files whatever their owner.

Elsewhere than on Linux there are the limits alone. A user of its own needs the system's
administrator; without one the reader runs as the user who imports. Leaves limits to
`fourfold.book.intake.limits`.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from fourfold.book.confinement import kernel
from fourfold.book.confinement.landlock import restrict_files
from fourfold.book.confinement.seccomp import refuse_calls

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES = 38
_CAPABILITIES_VERSION, _OPEN_ANY_FILE = 0x20080522, 0b10
_SYSTEM = ("/usr/lib", "/lib", "/lib64", "/usr/share/zoneinfo", "/etc/ld.so.cache", "/etc/localtime")


@dataclass(frozen=True, slots=True)
class Barriers:
    """Which barriers stand: Landlock's version (0: none), filter of calls, own network, own users."""

    landlock: int = 0
    calls: bool = False
    network: bool = False
    users: bool = False


def confine(file: Path, folder: Path) -> Barriers:
    """Give up everything but reading the file and writing into the folder; return what stands.

    The process must have one thread. Python itself stays readable: the folders of `sys.path` and those
    of shared libraries.
    """
    if sys.platform != "linux":
        return Barriers()
    root = os.geteuid() == 0
    # as root without users of its own: in another namespace it could not enter an ordinary user's folders
    wanted = _NEW_NETWORK if root else _NEW_USER | _NEW_NETWORK
    apart = kernel.named("unshare", wanted) == 0
    kernel.named("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if root:
        _drop_capabilities()
    readable = [file, *(Path(entry) for entry in (*sys.path, *_libraries(), *_SYSTEM) if entry)]
    return Barriers(
        landlock=restrict_files(readable, folder),
        calls=refuse_calls(),
        network=apart,
        users=apart and not root,
    )


def _libraries() -> list[str]:
    beside = [str(Path(prefix) / "lib") for prefix in (sys.prefix, sys.base_prefix)]
    own = str(Path(__file__).resolve().parents[2])  # a development install need not be on sys.path
    return [own, *beside, *os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)]


def _drop_capabilities() -> None:
    header = struct.pack("=Ii", _CAPABILITIES_VERSION, 0)
    kept = struct.pack("=6I", _OPEN_ANY_FILE, _OPEN_ANY_FILE, 0, 0, 0, 0)
    kernel.named(
        "capset",
        ctypes.create_string_buffer(header, len(header)),
        ctypes.create_string_buffer(kept, len(kept)),
    )
