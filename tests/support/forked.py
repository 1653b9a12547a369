"""Programs in processes that are forked from one that has loaded them: a new interpreter takes a quarter of a second.

Some are killed at a moment that does not depend on the speed of the machine. Others are run for a script, by a small
program that stands for `papers`.
"""

import io
import json
import os
import pty
import runpy
import signal
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from multiprocessing import get_context
from multiprocessing.reduction import DupFd
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn, Self

from generator.cli import main
from tests.support.program import output_of

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
_FORKS.set_forkserver_preload(["tests.support.preload"])


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


class Forked:
    """A program that runs, with the methods of `subprocess.Popen` that tests use.

    The command is `papers`, or `-m` and a module. It writes to the terminal, if that is given, otherwise to two pipes.
    """

    def __init__(
        self,
        *command: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        terminal: int | None = None,
    ) -> None:
        (out, out_inside), (err, err_inside) = os.pipe(), os.pipe()
        nothing = os.open(os.devnull, os.O_RDONLY)
        streams = [nothing, out_inside, err_inside] if terminal is None else [terminal] * 3
        arguments = list(map(str, command)), cwd or Path.cwd(), env or dict(os.environ), list(map(_Stream, streams))
        self._process = _FORKS.Process(target=_run, args=arguments)
        self._process.start()
        for inside in (nothing, out_inside, err_inside):
            os.close(inside)
        self.stdout, self.stderr = (io.TextIOWrapper(io.FileIO(number)) for number in (out, err))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wait()
        self.stdout.close()
        self.stderr.close()

    @property
    def returncode(self) -> int | None:
        """The exit code; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Return its exit code, or None while it runs."""
        return self.returncode

    def communicate(self) -> tuple[str, str]:
        """Wait until it ends, and return the rest of what it said."""
        with self, ThreadPoolExecutor() as threads:
            out, err = threads.map(io.TextIOWrapper.read, (self.stdout, self.stderr))
        return out, err

    def wait(self) -> int | None:
        """Wait until it ends, and return its exit code."""
        self._process.join()
        return self.returncode

    def send_signal(self, number: int) -> None:
        assert self._process.pid
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        self._process.kill()


def shown_by(*command: str | Path, env: Mapping[str, str] | None = None) -> bytes:
    """Run the program on a terminal of its own, and return everything that it writes there; it must end well."""
    terminal, inside = pty.openpty()
    with Forked(*command, env=env, terminal=inside) as process:
        os.close(inside)
        shown = b"".join(output_of(terminal))
    assert process.returncode == 0, shown.decode()
    return shown


class _Stream:
    """A file descriptor that is handed to the other process."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __reduce__(self) -> tuple[Any, ...]:
        return _received, (DupFd(self._number),)


def _received(handed: Any) -> int:  # noqa: ANN401 - what DupFd returns is not public
    return int(handed.detach())


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
    """Run the command, `papers` or a module, in this process, and end it."""
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
        if command[0] == "-m":
            sys.argv.pop(0)
            runpy.run_module(command[1], run_name="__main__", alter_sys=True)
        else:
            main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        os._exit(code)
