"""Kinds of pages: each is declared once, in the module that makes its pages, and listed once."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from generator.archive.load import load_archive
from generator.publish import pages
from generator.publish.catalog import catalog_of
from generator.publish.pages import tasks
from generator.publish.pages.days import DAY_PAGE, day_pages
from generator.publish.pages.tasks import KINDS, pages_of
from generator.publish.settings import read_site
from generator.publish.theme.page import PageKind


def declared_kinds() -> dict[str, PageKind]:
    """Return every kind that a module of pages declares, by the names of both."""
    names = [module.name for module in iter_modules(pages.__path__) if module.name != "tasks"]
    modules = {name: import_module(f"{pages.__name__}.{name}") for name in names}
    return {
        f"{module}.{name}": kind
        for module, found in modules.items()
        for name, kind in vars(found).items()
        if isinstance(kind, PageKind)
    }


def test_every_kind_that_a_module_declares_is_listed_in_tasks() -> None:
    assert {name for name, kind in declared_kinds().items() if kind not in KINDS} == set()
    assert len(set(declared_kinds().values())) == len(KINDS)


def test_every_kind_has_a_shell_of_its_own() -> None:
    assert len({kind.shell for kind in KINDS}) == len(KINDS)


def test_a_page_of_a_kind_that_is_not_listed_is_refused_before_it_is_made(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = catalog_of(load_archive(archive / "content"), read_site(archive))
    monkeypatch.setattr(tasks, "KINDS", {PageKind("days/other/", "day"): day_pages})
    with pytest.raises(LookupError, match=r"^days/2025-03-10/: the kind of this page is not the one in KINDS"):
        list(pages_of(catalog))


@pytest.mark.parametrize(("form", "file"), [("markdown", "kettles.md"), ("html", "kettles.html")])
def test_a_kind_without_a_template_is_refused_when_it_is_declared(form: str, file: str) -> None:
    with pytest.raises(LookupError, match=rf"needs the template {file} in generator/publish/templates/pages"):
        PageKind("kettles/", "kettles", format=form)  # type: ignore[arg-type]  # a parameter is a str


def test_a_page_must_be_as_deep_as_the_shell_of_its_kind() -> None:
    with pytest.raises(ValueError, match="days/2025/03/: must be as deep as days/shell/"):
        DAY_PAGE.at("days/2025/03/", title="", description="")
