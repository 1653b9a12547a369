"""`papers` in processes that are forked from one that has loaded it: a new interpreter needs a quarter of a second.

Some are killed at a moment that does not depend on the speed of the machine. Others are run for a script, by a small
program that stands for `papers`.
"""

import io
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from generator.cli import main
from generator.commands import build, check, compare, curate, fetch, follow, import_  # noqa: F401 - loaded here, once for all processes

# Each change on the disk is a moment, and each program that is started (sys.addaudithook; "Audit events table" of the
# library reference).
_MOMENTS = frozenset({"os.mkdir", "os.remove", "os.rename", "os.rmdir", "subprocess.Popen"})
_WRITING = os.O_WRONLY | os.O_RDWR

# Passes its arguments, folder, environment and streams on, and exits as the command does (socket.send_fds).
_CLIENT = """\
#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    socket.send_fds(server, [json.dumps([sys.argv, os.getcwd(), dict(os.environ)]).encode()], [0, 1, 2])
    server.shutdown(socket.SHUT_WR)
    sys.exit(int(server.recv(8)))
"""

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


def is_killed_at(moment: int, *arguments: str | Path, env: Mapping[str, str] | None = None) -> bool:
    """Run `papers` and kill it, and all processes that it started, right before the moment (the first one is 1).

    Return False if it ended well without coming so far.
    """
    command = ["papers", *map(str, arguments)]
    process = _FORKS.Process(target=_run_until, args=(moment, command, {**os.environ, **(env or {})}))
    process.start()
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}
    return process.exitcode != 0


def _run_until(moment: int, command: Sequence[str], env: Mapping[str, str]) -> NoReturn:
    os.setsid()  # a group of its own, which is killed as a whole
    moments = count(1)

    def see(event: str, details: tuple[object, ...]) -> None:
        is_moment = event in _MOMENTS or (event == "open" and isinstance(details[2], int) and details[2] & _WRITING)
        if is_moment and next(moments) == moment:
            os.killpg(0, signal.SIGKILL)

    nothing = os.open(os.devnull, os.O_RDWR)
    sys.addaudithook(see)
    _run(command, Path.cwd(), env, [nothing] * 3)


@contextmanager
def quick_papers() -> Iterator[Path]:
    """Yield the path of the program that stands for `papers`."""
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listening:  # whose addresses must be short
        address, program = f"{folder}/socket", Path(folder) / "papers"
        listening.bind(address)
        listening.listen()
        program.write_text(_CLIENT.format(python=sys.executable, address=address))
        program.chmod(0o755)
        server = _FORKS.Process(target=_serve, args=(listening,), daemon=True)
        server.start()
        yield program
        server.terminate()
        server.join()


def _serve(listening: socket.socket) -> NoReturn:
    while True:
        client, _ = listening.accept()
        with client:
            data, streams, *_ = socket.recv_fds(client, 1 << 16, 3)
            while more := client.recv(1 << 16):
                data += more
            child = os.fork()
            if not child:
                command, folder, env = json.loads(data)
                _run(command, Path(folder), env, streams)
            for stream in streams:
                os.close(stream)
            _, status = os.waitpid(child, 0)
            client.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _run(command: Sequence[str], folder: Path, env: Mapping[str, str], streams: Sequence[int]) -> NoReturn:
    """Run the command in this process, and end it."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(io.FileIO(number, "w"), "utf-8", write_through=True) for number in (1, 2)
    )
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = list(command)
    code = 1
    try:
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        os._exit(code)
