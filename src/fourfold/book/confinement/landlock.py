"""Landlock: a process gives up the file system but for the paths it names, and TCP.

Guarantees, on Linux from 5.13 on where Landlock is switched on: nothing is read outside `readable`
and the folder, nothing is written, made or removed outside the folder; from 6.7 on no TCP
connection is made or taken; from 6.12 on no signal leaves the process. Names, sizes and times of
files elsewhere can still be asked for. Leaves other protocols to `seccomp`.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from fourfold.book.confinement import kernel

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << n for n in range(6))
_MAKE_DIR, _MAKE_REG, _REFER, _TRUNCATE, _IOCTL = 1 << 7, 1 << 8, 1 << 13, 1 << 14, 1 << 15
_OF_VERSION = {1: (1 << 13) - 1, 2: _REFER, 3: _TRUNCATE, 5: _IOCTL}
_READ = _READ_FILE | _READ_DIR
_WRITE = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


def restrict_files(readable: Iterable[Path], folder: Path) -> int:
    """Give up all files but these; return Landlock's version, 0 where it cannot be had.

    The process must have one thread and have set `no_new_privs`; paths that are missing are left out.
    """
    version = kernel.call(_CREATE, None, 0, _VERSION)
    if version < 1:
        return 0
    handled = 0
    for since, rights in _OF_VERSION.items():
        handled |= rights if since <= version else 0
    words = [handled, _TCP if version >= 4 else 0, _ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0]
    known = words[: 1 if version < 4 else 2 if version < 6 else 3]
    attributes = struct.pack(f"{len(known)}Q", *known)
    rules = kernel.call(_CREATE, ctypes.create_string_buffer(attributes, len(attributes)), len(attributes), 0)
    if rules < 0:
        return 0
    try:
        for path in readable:
            _allow(rules, path, _READ & handled)
        _allow(rules, folder, _WRITE & handled)
        return version if kernel.call(_RESTRICT, rules, 0) == 0 else 0
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # a folder of sys.path need not exist
        return
    try:
        rights = rights if path.is_dir() else rights & _OF_FILES
        rule = struct.pack("=Qi", rights, place)
        kernel.call(_ADD, rules, _PATH_BENEATH, ctypes.create_string_buffer(rule, len(rule)), 0)
    finally:
        os.close(place)
