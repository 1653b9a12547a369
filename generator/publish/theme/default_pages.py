"""The hand-written pages: an archive's own as they stand, and default ones, which name the archive."""

from pathlib import Path

from markupsafe import escape

from generator.files import read_text
from generator.publish.render import Markdown, link_target, markdown_text, render_markdown
from generator.publish.settings import DEFAULT_PAGES, Site

FRONT = Path("index.md")


def hand_written_pages(site: Site) -> dict[Path, Path]:
    """Return the files of the hand-written pages by their path below their folder, in a stable order.

    Default pages stand in for all, or, if the navigation names one that the archive lacks, for those that it lacks.
    """
    own = _below(site.pages)
    named, known = ({_address(path) for path in paths} for paths in (map(Path, site.nav), own))
    lacking = {path: file for path, file in _below(DEFAULT_PAGES).items() if _address(path) not in known}
    needed = any(_address(path) in named for path in lacking if path != FRONT)
    return dict(sorted({**own, **lacking}.items())) if needed else own


def _below(folder: Path) -> dict[Path, Path]:
    return {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}


def _address(path: Path) -> Path:
    """Return the address of a page: `about` for `about.md` and `about/index.md`."""
    return path.parent if path.name == FRONT.name else path.with_suffix("")


def page_source(site: Site, path: Path) -> bytes:
    """Return a file of `site.pages` as the engine gets it."""
    return _default_page(site, path).encode() if _is_default(path) else path.read_bytes()


def page_text(site: Site, path: Path) -> str:
    """Return the text of a page of `site.pages`. Raises ArchiveError where it is none."""
    return _default_page(site, path) if _is_default(path) else read_text(path)


def _is_default(path: Path) -> bool:
    return path.is_relative_to(DEFAULT_PAGES)


def _default_page(site: Site, path: Path) -> str:
    """Return a default page, which is a template.

    The theme prints the front matter of each page but the first as it stands, so `about` is escaped for HTML.
    """
    source, is_own = site.source, site.is_own_source
    title = markdown_text(source.title)
    listed = "A curated, searchable archive of " + (
        "research papers, by day and by topic."
        if is_own
        else f"the research papers listed in {source.title}, by day and by topic."
    )
    of = "" if is_own else f" of {source.name}"
    return render_markdown(
        f"default-pages/{path.relative_to(DEFAULT_PAGES).as_posix()}",
        site=site,
        source=source,
        is_own=is_own,
        linked=Markdown(f"[{title}]({link_target(source.url)})" if source.url else title),
        home=listed,
        about=escape(f"What this archive{of} is, where its papers come from, and what you can rely on."),
    )
