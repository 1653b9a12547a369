"""A real mail server on loopback. It records accepted messages, and misbehaves on demand.

with MailServer(tls=context) as server:
    server.refused.add("closed@lists.example")
    ... SMTP_HOST=server.host, SMTP_PORT=server.port ...
    assert server.taken[0].rcpt_tos == ["papers@lists.example"]
"""

import asyncio
import ssl
from threading import Thread
from typing import Self, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "digest", "five slow kettles"


class MailServer:
    """The server. With `tls` it offers STARTTLS or, if `implicit`, uses TLS from the start.

    `replies` replace the normal answer to a command such as DATA or QUIT; an empty one closes the connection.
    """

    host = "127.0.0.1"

    def __init__(self, tls: ssl.SSLContext | None = None, *, implicit: bool = False, login: bool = False) -> None:
        self.taken: list[Envelope] = []
        self.users: list[str] = []
        self.refused: set[str] = set()
        self.replies: dict[str, str] = {}
        self.port = 0
        self._tls, self._implicit, self._login = tls, implicit, login
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._connections: list[SMTP] = []

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(self._connection, self.host, 0, ssl=self._tls if self._implicit else None)

    async def _stop(self) -> None:
        self._server.close()
        for connection in self._connections:
            _abort(connection)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.01)  # lets aborted connections close

    def _connection(self) -> SMTP:
        connection = SMTP(
            self,
            hostname="mail.example",
            loop=self._loop,
            tls_context=None if self._implicit else self._tls,
            require_starttls=self._tls is not None and not self._implicit,
            auth_required=self._login and not self._implicit,
            auth_require_tls=not self._implicit,
            authenticator=self._authenticate,
        )
        self._connections.append(connection)
        return connection

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        return AuthResult(success=data == LoginPassword(USER.encode(), PASSWORD.encode()), handled=False)

    async def handle_RCPT(  # noqa: N802 - the library calls it by the command
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 No such list here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if (reply := self._reply(server, "DATA")) is not None:
            return reply
        self.taken.append(envelope)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802 - as above
        reply = self._reply(server, "QUIT")
        return "221 Bye" if reply is None else reply

    def _reply(self, server: SMTP, command: str) -> str | None:
        reply = self.replies.get(command)
        if reply == "":
            _abort(server)
        return reply


def _abort(connection: SMTP) -> None:
    if connection.transport:
        cast("asyncio.WriteTransport", connection.transport).abort()
