"""The command that shows the site while it is worked on: serve."""

from functools import partial
from pathlib import Path

import click

from generator.commands.options import archive_option, engine_option
from generator.publish.serve import serve_site
from generator.publish.settings import Engine
from generator.publish.site import build_site


@click.command()
@engine_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
@archive_option
def serve(engine: Engine, host: str, port: int, root: Path) -> None:
    """Look at the site in a browser, and see each change to content or theme as it is saved. Ctrl+C ends it."""
    serve_site(root, partial(build_site, engine=engine), host=host, port=port, report=click.echo)
