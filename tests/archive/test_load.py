"""The whole archive: read, checked and merged, with every problem of every file at once."""

from datetime import date
from pathlib import Path

import pytest

from generator.archive.listings import encode_listing
from generator.archive.load import load_archive, load_listings
from generator.archive.models import Listing, Record
from generator.errors import ProblemsError

MONDAY = date(2025, 3, 10)
KETTLES = Record(key="slow-kettles", title="Slow Kettles")
FERRIES = Record(key="2401.10000", title="Why Do Ferries Wait?")

TOPICS = """\
- group: All
  topics:
    kettles: {title: Kettles, description: What boils., keywords: [kettle]}
"""

Content = dict[str, str]


def text_of(day: date | None, *papers: Record) -> str:
    return encode_listing(Listing(day=day, source="a test", status="partial", papers=papers)).decode()


@pytest.fixture
def files() -> Content:
    """Return the files of a small archive by their paths; a test adds to them or spoils them."""
    return {
        "topics.yml": TOPICS,
        "listings/2025/2025-03-10.json": text_of(MONDAY, KETTLES, FERRIES),
        "listings/undated.json": text_of(None, KETTLES),
        "curation/2025/2025-03-10.yml": "slow-kettles:\n  summary: Boils slowly.\n",
    }


def write(folder: Path, files: Content) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def problems(folder: Path, files: Content) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        load_archive(write(folder, files))
    assert caught.value.problems == sorted(caught.value.problems)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_an_archive_is_its_listings_papers_and_topics(tmp_path: Path, files: Content) -> None:
    archive = load_archive(write(tmp_path, files))
    assert [listing.day for listing in archive.listings] == [None, MONDAY]
    assert [(paper.key, paper.days, paper.undated, paper.summary, paper.topics) for paper in archive.papers] == [
        ("2401.10000", (MONDAY,), False, None, ()),
        ("slow-kettles", (MONDAY,), True, "Boils slowly.", ("kettles",)),
    ]
    curated_in = tmp_path / "curation" / "2025" / "2025-03-10.yml"
    assert (archive.curated_in, archive.curation_files) == ({"slow-kettles": curated_in}, frozenset({curated_in}))


def test_an_archive_without_listings_or_curation_is_empty(tmp_path: Path) -> None:
    archive = load_archive(write(tmp_path, {"topics.yml": TOPICS}))
    assert (archive.papers, archive.listings, len(archive.topics)) == ((), (), 1)


def test_problems_of_all_files_come_at_once_and_sorted(tmp_path: Path, files: Content) -> None:
    files["listings/2025/2025-03-11.json"] = text_of(date(2025, 3, 12), KETTLES)
    files["listings/2025/2025-03-13.json"] = text_of(date(2025, 3, 13))
    files["curation/2025/2025-03-10.yml"] += "  topics: [kettels, moths]\n"
    files["curation/undated.yml"] = "2401.10000: {topics: [kettles]}\n"
    assert problems(tmp_path, files) == [
        'curation/2025/2025-03-10.yml:3: "kettels" is not a topic in topics.yml (did you mean "kettles"?)',
        'curation/2025/2025-03-10.yml:3: "moths" is not a topic in topics.yml',
        'curation/undated.yml:1: a key must be text: write it in quotes, "2401.10000"',
        (
            "listings/2025/2025-03-11.json:1: a listing of 2025-03-12 must be in "
            f"{tmp_path}/listings/2025/2025-03-12.json"
        ),
        'listings/2025/2025-03-13.json:5: status is "partial", but it lists 0 papers',
    ]


def test_a_hand_written_page_that_is_no_text_is_a_problem(tmp_path: Path, files: Content) -> None:
    page = write(tmp_path / "content", files) / "pages" / "how" / "to.md"
    page.parent.mkdir(parents=True)
    page.write_bytes(b"# Caf\xe9s\n")
    (page.parent / "cafe.png").write_bytes(b"\x89PNG")
    assert problems(tmp_path / "content", files) == ["pages/how/to.md:1: must be UTF-8 text; this line is not"]


def test_a_hand_written_page_and_the_settings_hide_nothing(tmp_path: Path, files: Content) -> None:
    files["pages/how/to.md"] = "# How\n\nWrite so\u00adftly.\n"
    (tmp_path / "mkdocs.yml").write_text("# All\nsite_name: Papers\u200e\n", "utf-8")
    assert problems(tmp_path / "content", files) == [
        "pages/how/to.md:3: holds the invisible character U+00AD SOFT HYPHEN: take it out",
        f"{tmp_path}/mkdocs.yml:2: holds the invisible character U+200E LEFT-TO-RIGHT MARK: take it out",
    ]


@pytest.mark.parametrize("target", ["/etc/passwd", "../../topics.yml", "nowhere", "page.txt"])
def test_a_link_among_hand_written_pages_is_a_problem(tmp_path: Path, files: Content, target: str) -> None:
    folder = write(tmp_path / "content", files) / "pages" / "how"
    folder.mkdir(parents=True)
    (folder / "page.txt").symlink_to(target)
    message = "must be a real file, not a link: its target would be published"
    assert problems(tmp_path / "content", files) == [f"pages/how/page.txt:1: {message}"]


def test_a_link_in_the_place_of_the_folder_of_hand_written_pages_is_a_problem(tmp_path: Path, files: Content) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    pages = write(tmp_path / "content", files) / "pages"
    pages.symlink_to(elsewhere)
    message = "must be a real folder, not a link: its target would be published"
    assert problems(tmp_path / "content", files) == [f"pages:1: {message}"]


def test_problems_between_files_come_with_those_inside_them(tmp_path: Path, files: Content) -> None:
    files["curation/2025/2025-03-10.yml"] = "slow-kettles: {topics: moths}\n"
    files["curation/2025/2025-03-09.yml"] = "slow-ketles: {topics: []}\n\nslow-kettles: {summary: Boils.}\n"
    files["topics.yml"] += "    moths: {title: Moths}\n"
    assert problems(tmp_path, files) == [
        'curation/2025/2025-03-09.yml:1: no listing has a paper "slow-ketles" (did you mean "slow-kettles"?)',
        "curation/2025/2025-03-09.yml:1: topics: name at least one, or leave topics out",
        (
            'curation/2025/2025-03-09.yml:3: warning: "slow-kettles" should be curated in 2025-03-10.yml or'
            " undated.yml, the file of a day that lists it: move the entry there"
        ),
        "curation/2025/2025-03-10.yml:1: topics: must be a list: write [moths]",
        "topics.yml:4: description: must be given",
    ]


def test_a_broken_topics_file_does_not_make_every_topic_unknown(tmp_path: Path, files: Content) -> None:
    files["curation/2025/2025-03-10.yml"] += "  topics: [kettles]\n"
    files["topics.yml"] += "    moths: {title: Moths}\n"
    assert problems(tmp_path, files) == ["topics.yml:4: description: must be given"]


def test_an_archive_without_a_topics_file_has_no_topics(tmp_path: Path, files: Content) -> None:
    del files["topics.yml"]
    assert len(load_archive(write(tmp_path, files)).topics) == 0


def test_topics_without_their_file_are_one_problem(tmp_path: Path, files: Content) -> None:
    del files["topics.yml"]
    files["curation/2025/2025-03-10.yml"] += "  topics: [kettles, moths]\n"
    assert problems(tmp_path, files) == [
        "topics.yml:1: is missing, but curation names topics: restore the file that defines them"
    ]


@pytest.mark.parametrize("topics", ["", "  topics: [kettles]\n"])
@pytest.mark.parametrize("name", ["topics.yaml", "Topics.yml", "topic.yml"])
def test_a_file_of_topics_by_another_name_is_one_problem(
    tmp_path: Path, files: Content, name: str, topics: str
) -> None:
    files[name] = files.pop("topics.yml")
    files["curation/2025/2025-03-10.yml"] += topics
    assert problems(tmp_path, files) == [
        f'topics.yml:1: is missing: rename "{name}" if that is the file that defines the topics'
    ]


REMEDY = (
    "to bring its last good version back: git -C {}/listings/2025 checkout HEAD -- 2025-03-10.json (or an older commit "
    "than HEAD), or remove it and run papers fetch --date 2025-03-10"
)


def test_a_broken_listing_does_not_make_its_papers_unknown(tmp_path: Path, files: Content) -> None:
    files["listings/2025/2025-03-10.json"] = "{"
    files["curation/2025/2025-03-10.yml"] = '"2401.10000":\n  topics: [moths]\n'
    assert problems(tmp_path, files) == [
        'curation/2025/2025-03-10.yml:2: "moths" is not a topic in topics.yml',
        "listings/2025/2025-03-10.json:1: must be JSON, and is not, or not whole: Input data was truncated; "
        + REMEDY.format(tmp_path),
    ]


@pytest.mark.parametrize("name", ["about.md", "team/index.md", "style.css"])
def test_what_a_merge_left_among_the_pages_is_told(tmp_path: Path, files: Content, name: str) -> None:
    files[f"pages/{name}"] = "# About\n\n<<<<<<< HEAD\nOurs\n=======\nTheirs\n>>>>>>> main\n"
    (problem,) = problems(tmp_path, files)
    assert problem.startswith(f"pages/{name}:3: is left over from a merge: keep one of the two versions")


def test_a_page_may_underline_a_heading_and_show_marks_that_stand_further_in(tmp_path: Path, files: Content) -> None:
    files["pages/about.md"] = "About\n=======\n\n    <<<<<<< HEAD\n    =======\n    >>>>>>> main\n"
    assert load_archive(write(tmp_path, files)).papers


@pytest.mark.parametrize(
    ("listing", "message"),
    [
        (text_of(MONDAY, KETTLES, KETTLES), '9: paper "slow-kettles" is listed twice; keep one of the two'),
        (text_of(MONDAY, KETTLES).replace("partial", "empty"), '10: status is "empty", but it lists 1 paper'),
        (
            text_of(date(2025, 3, 9), KETTLES),
            "1: a listing of 2025-03-09 must be in {}/listings/2025/2025-03-09.json",
        ),
        (text_of(None, KETTLES), "1: a listing without a day must be in {}/listings/undated.json"),
    ],
)
def test_a_listing_that_contradicts_itself_or_its_place_is_a_problem(
    tmp_path: Path, files: Content, listing: str, message: str
) -> None:
    files["listings/2025/2025-03-10.json"] = listing
    assert problems(tmp_path, files) == [f"listings/2025/2025-03-10.json:{message.format(tmp_path)}"]


def test_problems_of_all_listings_come_at_once(tmp_path: Path, files: Content) -> None:
    files |= {"listings/2025/2025-03-10.json": "[]", "listings/undated.json": ""}
    with pytest.raises(ProblemsError) as caught:
        load_listings(write(tmp_path, files))
    assert [problem.path.name for problem in caught.value.problems] == ["2025-03-10.json", "undated.json"]


def test_listings_are_loaded_whatever_the_rest_is(tmp_path: Path, files: Content) -> None:
    files["topics.yml"] = "broken: ["
    assert [listing.day for listing in load_listings(write(tmp_path, files))] == [None, MONDAY]


def test_standing_queries_are_read_and_checked_with_everything_else(archive: Path) -> None:
    path = archive / "content" / "feeds.yml"
    path.write_text(
        "lamps: {title: Lamps, description: Light.,\n\n\n  query: {topics: [translation], words: [lantern]}}\n"
    )
    (query,) = load_archive(archive / "content").queries
    assert query.name == "lamps"
    path.write_text(path.read_text().replace("translation", "translatoin"))
    with pytest.raises(ProblemsError, match=r'feeds.yml:4: "translatoin" is not a topic .*"translation"'):
        load_archive(archive / "content")
