"""The settings that pages need, out of the archive's own mkdocs.yml: there is no second configuration."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from generator.errors import ConfigError

# MkDocs always adds these three (mkdocs.org, user guide, configuration, markdown_extensions); Zensical does not.
_MKDOCS_EXTENSIONS = ("toc", "tables", "fenced_code")


class _Extra(msgspec.Struct, frozen=True):
    feed_authority: str = ""


class _MkDocs(msgspec.Struct, frozen=True):
    """The part of mkdocs.yml that is read here; engines read the rest."""

    site_name: str
    site_url: str | None = None
    site_description: str | None = None
    site_dir: str = "site"
    repo_url: str | None = None
    edit_uri: str | None = None
    markdown_extensions: list[str | dict[str, dict[str, Any] | None]] = []
    extra: _Extra = _Extra()


@dataclass(frozen=True, slots=True)
class Site:
    """An archive's folder and the settings of its site; `url` ends in a slash."""

    root: Path
    folder: Path
    name: str
    description: str
    url: str
    repo_url: str
    branch: str
    feed_authority: str
    extensions: tuple[str, ...]
    extension_configs: dict[str, dict[str, Any]]

    @property
    def content(self) -> Path:
        """The folder of records and decisions."""
        return self.root / "content"

    @property
    def pages(self) -> Path:
        """The folder of hand-written pages: the archive's own, or the project's where it brings none."""
        return _own_or(self.content / "pages", "content/pages")

    @property
    def overrides(self) -> Path:
        """The folder of theme templates: the archive's own, or the project's where it brings none."""
        return _own_or(self.root / "overrides", "overrides")

    @property
    def build(self) -> Path:
        """The folder of everything that is made on the way to the site."""
        return self.root / "build"


def read_site(root: Path) -> Site:
    """Return the settings of the archive in the folder. Raises ConfigError that says what must hold."""
    path = root / "mkdocs.yml"
    if not path.is_file() or not (root / "content").is_dir():
        raise ConfigError(f"{root}: is no archive: it must hold mkdocs.yml and content/; -C DIR names another folder")
    try:
        with path.open(encoding="utf-8") as file:
            raw = yaml_load(file)
        config = msgspec.convert(raw, _MkDocs)
    except (ConfigurationError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    url = (config.site_url or "").rstrip("/") + "/"
    if urlsplit(url).scheme not in ("http", "https"):
        raise ConfigError(f"{path}: site_url must be the site's full address: feeds and canonical links need it")
    extensions, configs = _extensions(config)
    return Site(
        root=root,
        folder=root / config.site_dir,
        name=config.site_name,
        description=config.site_description or "",
        url=url,
        repo_url=(config.repo_url or "").rstrip("/"),
        branch=_branch(config.edit_uri),
        feed_authority=config.extra.feed_authority or f"{urlsplit(url).hostname},2026",
        extensions=extensions,
        extension_configs=configs,
    )


def _own_or(folder: Path, bundled: str) -> Path:
    return folder if folder.is_dir() else Path(__file__).parents[2] / bundled


def _extensions(config: _MkDocs) -> tuple[tuple[str, ...], dict[str, dict[str, Any]]]:
    """Return the Markdown extensions by name, each once, and the options of those that have some."""
    configs: dict[str, dict[str, Any]] = {name: {} for name in _MKDOCS_EXTENSIONS}
    for extension in config.markdown_extensions:
        named = {extension: {}} if isinstance(extension, str) else extension
        configs |= {name: options or {} for name, options in named.items()}
    return tuple(configs), {name: options for name, options in configs.items() if options}


def _branch(edit_uri: str | None) -> str:
    """Return the branch that an edit_uri such as `edit/main/content/pages/` names."""
    _, _, rest = (edit_uri or "").strip("/").partition("/")
    return rest.partition("/")[0] or "main"
