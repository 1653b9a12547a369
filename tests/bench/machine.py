"""The machine: what figures depend on and a reader must know."""

import os
import platform
from pathlib import Path

import psutil

from generator.incremental.processes import cores


def memory_folder() -> Path | None:
    """Return the folder of a memory file system, where there is one."""
    folder = Path("/dev/shm")  # noqa: S108 - by that name Linux has it
    return folder if folder.is_dir() and os.access(folder, os.W_OK) else None


def file_system_of(folder: Path) -> str:
    """Return the kind of the file system that a folder is on, such as `tmpfs`."""
    mounts = {Path(mount.mountpoint): mount.fstype for mount in psutil.disk_partitions(all=True)}
    place = folder.resolve()
    return next((mounts[path] for path in (place, *place.parents) if path in mounts), "unknown")


def describe(folder: Path) -> str:
    """Return cores, memory, file system, system and Python in a line."""
    return (
        f"{cores()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB of memory, {file_system_of(folder)}, "
        f"{platform.system()}, Python {platform.python_version()}"
    )
