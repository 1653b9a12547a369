"""The site's settings, read from the archive's own mkdocs.yml. There is no other configuration file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import msgspec
import yaml
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from generator.archive.conflicts import LEFT_FROM_MERGE, conflicts_in, leftovers_in_yaml
from generator.archive.links import link_problem
from generator.archive.source import Source as PaperSource
from generator.archive.source import own_source, source_from
from generator.errors import ConfigError
from generator.files import read_text
from generator.incremental.fingerprint import Source, sources_below
from generator.project import BUNDLED, CODE, PROJECT
from generator.text import hidden_problem

# MkDocs always adds these three (mkdocs.org, user guide, configuration, markdown_extensions); Zensical does not.
_MKDOCS_EXTENSIONS = ("toc", "tables", "fenced_code")
# Generated pages are written with these: classes of elements, and Markdown in HTML elements.
_OUR_EXTENSIONS = ("attr_list", "md_in_html")

_DEFAULTED = (
    "nav", "not_in_nav", "plugins", "extra_css", "extra_javascript", "markdown_extensions", "validation",
    "copyright",
)  # fmt: skip

# An http(s) address of a host and a path, without spaces, quotes, a query or a fragment.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*")

# The authority of a tag URI (RFC 4151, section 2.1): a host or a mail address, and a date.
_AUTHORITY = re.compile(r"([\w.+-]+@)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*,\d{4}(-\d{2}){0,2}", re.ASCII)

DEFAULT_PAGES = CODE / "publish" / "templates" / "default-pages"

_KEEPS = {"keep": True, "leave out": False}  # values of extra.abstracts

Engine = Literal["mkdocs", "zensical"]
Value = TypeVar("Value")


class _Extra(msgspec.Struct, frozen=True):
    abstracts: Any = None
    feed_authority: str = ""
    source: Any = msgspec.UNSET


class _MkDocs(msgspec.Struct, frozen=True):
    """The settings in mkdocs.yml that are read here; the engine reads the others."""

    site_name: str
    site_url: str | None = None
    site_description: str | None = None
    site_dir: str = "site"
    repo_url: str | None = None
    nav: list[Any] = []
    edit_uri: str | None = None
    markdown_extensions: list[str | dict[str, dict[str, Any] | None]] = []
    extra: _Extra = _Extra()


@dataclass(frozen=True, slots=True)
class Site:
    """An archive's folder and the settings of its site; `url` ends in a slash.

    `nav` are the source files that the navigation names; `defaults` are the project's engine settings, used where the
    archive's mkdocs.yml has none; `own_extensions` is true if the archive sets its own Markdown extensions. `logo` is
    the path of its logo below the site, if it has one; `primary` names its primary colour in Material's palette.
    `keeps_abstracts` says whether its listings hold abstracts.
    """

    root: Path
    folder: Path
    name: str
    description: str
    url: str
    repo_url: str
    branch: str
    feed_authority: str
    source: PaperSource
    keeps_abstracts: bool
    nav: frozenset[str]
    defaults: dict[str, Any]
    extensions: tuple[str, ...]
    extension_configs: dict[str, dict[str, Any]]
    own_extensions: bool
    logo: str
    primary: str

    @property
    def settings(self) -> dict[str, object]:
        """Everything that affects the site's bytes, without the paths of its folders."""
        places = {"root", "folder"}
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in places}

    @property
    def content(self) -> Path:
        """The folder of the archive's content."""
        return self.root / "content"

    @property
    def pages(self) -> Path:
        """The folder of hand-written pages: the archive's own or, if it has none, the default pages' templates."""
        own = self.content / "pages"
        return own if own.is_dir() else DEFAULT_PAGES

    @property
    def is_own_source(self) -> bool:
        """Whether people add its papers, and no other site lists them."""
        return self.source == own_source(self.name)

    @property
    def overrides(self) -> tuple[Path, ...]:
        """The folders of theme overrides: the project's, and then the archive's own, which takes precedence."""
        own = self.root / "overrides"
        return (PROJECT / "overrides", own) if own.is_dir() else (PROJECT / "overrides",)

    @property
    def build(self) -> Path:
        """The folder for caches and intermediate files of the build."""
        return self.root / "build"


def read_site(root: Path) -> Site:
    """Return the settings of the archive in the folder. Raises ConfigError if one is invalid."""
    path = root / "mkdocs.yml"
    if not path.is_file() or not (root / "content").is_dir():
        raise ConfigError(
            f"{root}: is no archive: it must hold mkdocs.yml and content/; -C DIR names another folder, and "
            "papers init DIR starts an archive"
        )
    raw, project = _load(path), _load(PROJECT / "mkdocs.yml")
    defaults = _defaults(raw, project)
    config = _converted(path, {**defaults, **raw}, _MkDocs)
    folder = _site_folder(path, config)
    url = _site_url(path, config)
    source = _source(path, config, project)
    description = config.site_description or ("" if "site_description" in raw else _description(source, config))
    extensions, configs = _extensions(config)
    theme = raw["theme"] if isinstance(raw.get("theme"), dict) else {}
    return Site(
        root=root,
        folder=folder,
        name=config.site_name,
        description=description,
        url=url,
        repo_url=(config.repo_url or "").rstrip("/"),
        branch=_branch(config.edit_uri),
        feed_authority=_authority(path, config, url),
        source=source,
        keeps_abstracts=_keeps_abstracts(path, config, source),
        nav=frozenset(_named(config.nav)),
        defaults=defaults if "site_description" in raw else {**defaults, "site_description": description},
        extensions=extensions,
        extension_configs=configs,
        own_extensions=_chosen(config.markdown_extensions) != _chosen(project["markdown_extensions"]),
        logo=str(theme.get("logo") or ""),
        primary=_primary(theme),
    )


def _converted(path: Path, value: object, kind: type[Value]) -> Value:
    """Return a value of mkdocs.yml as that kind. Raises ConfigError if it is none."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        from generator.archive.messages import explain  # noqa: PLC0415 - slow to load, and only for errors

        raise ConfigError(f"{path}: {explain(error)[0]}") from error


def _authority(path: Path, config: _MkDocs, url: str) -> str:
    """Return the authority of the feeds' ids, by default the site's host. Raises ConfigError."""
    authority = config.extra.feed_authority or f"{urlsplit(url).hostname},2026"
    if not _AUTHORITY.fullmatch(authority):
        raise ConfigError(f"{path}: extra.feed_authority must be a host and a year, such as example.org,2026")
    return authority


def read_source(root: Path) -> PaperSource:
    """Return the source of the archive in the folder; if it has no mkdocs.yml, the project's.

    Raises ConfigError.
    """
    if (root / "mkdocs.yml").is_file():
        return read_site(root).source
    return msgspec.convert(_load(PROJECT / "mkdocs.yml")["extra"]["source"], PaperSource)


def _source(path: Path, config: _MkDocs, project: dict[str, Any]) -> PaperSource:
    """Return the source of the papers, by default the project's. Raises ConfigError."""
    value = project["extra"]["source"] if config.extra.source is msgspec.UNSET else config.extra.source
    try:
        return source_from(value, config.site_name)
    except ValueError as error:
        raise ConfigError(f"{path}: extra.source{error}") from error


def keeps(word: object) -> bool:
    """Return whether the word of a setting keeps abstracts. Raises ValueError for another word."""
    kept = _KEEPS.get(str(word).strip().casefold())
    if kept is None:
        raise ValueError(f'must be "keep" or "leave out", not "{word}"')
    return kept


def _keeps_abstracts(path: Path, config: _MkDocs, source: PaperSource) -> bool:
    """Return whether abstracts are kept, by default if the source allows it. Raises ConfigError."""
    try:
        return keeps(config.extra.abstracts) if config.extra.abstracts else source.abstracts
    except ValueError as error:
        raise ConfigError(f"{path}: extra.abstracts {error}") from error


def _description(source: PaperSource, config: _MkDocs) -> str:
    """Return the description of an archive whose mkdocs.yml has none."""
    if source == own_source(config.site_name):
        return "An archive of research papers, day by day and by topic"
    return f"An archive of the research papers that {source.title} listed, day by day and by topic"


def _site_folder(path: Path, config: _MkDocs) -> Path:
    """Return the folder that the site is built into. Raises ConfigError if it is not for the site alone."""
    if config.site_dir.startswith(("~", "$")):
        raise ConfigError(
            f"{path}: site_dir: MkDocs does not expand {config.site_dir}: write the full path, or one relative to the "
            "folder of mkdocs.yml"
        )
    folder = path.parent / config.site_dir
    if "\0" in config.site_dir or not _stands_apart(folder, path.parent):
        raise ConfigError(f"{path}: site_dir must be a folder for the site alone, outside content/ and other sources")
    return folder


def _site_url(path: Path, config: _MkDocs) -> str:
    """Return the site's address with a trailing slash. Raises ConfigError if it, repo_url or a text is invalid."""
    for name in ("site_name", "site_description"):
        if message := hidden_problem(getattr(config, name) or ""):
            raise ConfigError(f"{path}: {name}: {message}")
    url = site_address(config.site_url or "")
    if message := address_problem(url):
        raise ConfigError(f"{path}: site_url {message}")
    if config.repo_url and (message := link_problem(config.repo_url)):
        raise ConfigError(f"{path}: repo_url {message}")
    return url


def site_address(text: str) -> str:
    """Return the address of a site with a slash at its end."""
    return text.rstrip("/") + "/"


def address_problem(url: str) -> str | None:
    """Return what is wrong with the address of a site, None if nothing is."""
    if not _ADDRESS.fullmatch(url):
        return "must be the site's full address: feeds and canonical links need it"
    return link_problem(url)


def _stands_apart(folder: Path, root: Path) -> bool:
    """Return whether a folder neither contains the archive nor is inside its sources."""
    site, archive = folder.resolve(), root.resolve()
    sources = [archive / name for name in ("content", "overrides", "build", "generator", ".git")]
    return not archive.is_relative_to(site) and not any(site.is_relative_to(source) for source in sources)


def _named(nav: object) -> Iterator[str]:
    """Yield every page in a nav, including nested sections."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list | dict):
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from _named(item)


def _load(path: Path) -> dict[str, Any]:
    text = read_text(path)
    if line := next(chain(conflicts_in(text), leftovers_in_yaml(text)), None):
        raise ConfigError(f"{path}:{line}: {LEFT_FROM_MERGE}")
    try:
        with path.open(encoding="utf-8") as file:
            loaded = yaml_load(file, get_yaml_loader(yaml.CLoader))
    except (ConfigurationError, ValueError) as error:  # such as an impossible date
        raise ConfigError(f"{path}: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: is nested too deeply to be read") from error
    return _converted(path, loaded, dict[str, Any])


def _defaults(raw: dict[str, Any], project: dict[str, Any]) -> dict[str, Any]:
    """Return the project's value of each setting that pages depend on and that the archive does not set."""
    theme = raw.get("theme") or {}
    if isinstance(theme, str):  # only a name, which a mapping would replace
        missing = {**project["theme"], "name": theme}
    else:
        missing = {name: value for name, value in project["theme"].items() if name not in theme}
    defaults = {name: project[name] for name in _DEFAULTED if name not in raw} | {"theme": missing}
    if isinstance(own := raw.get("markdown_extensions"), list):
        named = {name for extension in own for name in ([extension] if isinstance(extension, str) else extension or ())}
        if missing_ones := [name for name in _OUR_EXTENSIONS if name not in named]:
            defaults["markdown_extensions"] = [*own, *missing_ones]
    return defaults


def _primary(theme: dict[str, Any]) -> str:
    """Return the name of the primary colour of the archive's first palette; empty if it sets none."""
    palette = theme.get("palette")
    first = palette[0] if isinstance(palette, list) and palette else palette
    return str(first.get("primary") or "").replace(" ", "-") if isinstance(first, dict) else ""


def _extensions(config: _MkDocs) -> tuple[tuple[str, ...], dict[str, dict[str, Any]]]:
    """Return the names of the Markdown extensions, each once, and the options of those that have any."""
    configs: dict[str, dict[str, Any]] = {name: {} for name in (*_MKDOCS_EXTENSIONS, *_OUR_EXTENSIONS)}
    for extension in config.markdown_extensions:
        named = {extension: {}} if isinstance(extension, str) else extension
        configs |= {name: options or {} for name, options in named.items()}
    return tuple(configs), {name: options for name, options in configs.items() if options}


def _chosen(extensions: list[Any]) -> list[Any]:
    """Return the extensions that decide how generated pages look: without those that are always added, and the toc."""
    return [extension for extension in extensions if "toc" not in extension and extension not in _OUR_EXTENSIONS]


def _branch(edit_uri: str | None) -> str:
    """Return the branch that an edit_uri such as `edit/main/content/pages/` names."""
    _, _, rest = (edit_uri or "").strip("/").partition("/")
    return rest.partition("/")[0] or "main"


def sources_of(site: Site) -> Iterator[Source]:
    """Yield every file that affects the site, except its content, in a stable order."""
    yield from program_of(site)
    yield from theme_of(site)


def program_of(site: Site) -> Iterator[Source]:
    """Yield the settings and the files of the program."""
    settings = site.root / "mkdocs.yml"
    yield Source(settings.name, str(settings), settings.stat())
    bundled = f"generator/{BUNDLED}/"  # in a wheel only; what affects the site is part of the theme
    yield from (source for source in sources_below(CODE, "generator") if not source.name.startswith(bundled))


def theme_of(site: Site) -> Iterator[Source]:
    """Yield the hand-written pages and the files of the theme, the archive's own ones last."""
    yield from sources_below(site.pages, "pages")
    for name, folder in zip(("theme", "overrides"), site.overrides, strict=False):
        yield from sources_below(folder, name)
