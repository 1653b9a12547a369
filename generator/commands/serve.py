"""`papers serve`: live preview."""

from functools import partial
from pathlib import Path

import click

from generator.commands.options import archive_option, engine_option
from generator.publish.serve import serve_site
from generator.publish.settings import Engine
from generator.publish.site import build_site, prepare_builds


@click.command()
@engine_option
@click.option("--host", metavar="HOST", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 picks a free port.",
)
@archive_option
def serve(engine: Engine, host: str, port: int, root: Path) -> None:
    """Serve the site locally and rebuild it after each change.

    Pages that are open in a browser reload when a file of the content or the theme is saved. Ctrl+C stops the server.
    """
    build = partial(build_site, engine=engine)
    serve_site(root, build, prepare=prepare_builds, host=host, port=port, report=click.echo)
