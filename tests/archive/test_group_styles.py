"""The hue and the icon of a group of topics: chosen in topics.yml, or derived from the group's place."""

from pathlib import Path

import pytest

from generator.archive.group_styles import HUES, icon_file, style_of
from generator.archive.models import GroupStyle
from generator.archive.topics import examine_topics, read_topics

BUNDLED = Path(__file__).parents[2] / "content" / "topics.yml"
HUE = "hue: must be a whole number from 0 to 359"
ICON = "icon: must be an icon of Material for MkDocs"


def group(name: str, *lines: str) -> str:
    chosen = "".join(f"  {line}\n" for line in lines)
    topic = f"{name.lower()}s: {{title: {name}s, description: All of them., keywords: []}}"
    return f"- group: {name}\n{chosen}  topics:\n    {topic}\n"


def styles(tmp_path: Path, *groups: str) -> dict[str, GroupStyle]:
    path = tmp_path / "topics.yml"
    path.write_text("".join(groups), "utf-8")
    topics = read_topics(path)
    found = topics.styles()
    return {topic.group: found[topic.group_number] for topic in map(topics.__getitem__, topics)}


def test_a_group_has_the_hue_and_the_icon_that_it_chooses(tmp_path: Path) -> None:
    found = styles(tmp_path, group("Lamp", "hue: 0", "icon: material/lamp"), group("Boat", "hue: 359"))
    assert found["Lamp"] == GroupStyle(0, "material/lamp")
    assert found["Boat"].hue == 359
    assert icon_file(found["Boat"].icon)


def test_groups_that_choose_nothing_differ_from_each_other() -> None:
    found = [style_of(number, None, None) for number in range(1, 16)]
    hues = sorted(style.hue for style in found)
    assert all(0 <= hue < HUES for hue in hues)
    assert min(after - before for before, after in zip(hues, [*hues[1:], hues[0] + HUES], strict=True)) >= 10
    first = [style.icon for style in found][:8]
    assert len(set(first)) == len(first)
    assert all(icon_file(icon) for icon in first)


def test_a_group_that_is_appended_changes_no_other(tmp_path: Path) -> None:
    groups = [group("Lamp"), group("Boat", "hue: 7"), group("Moth")]
    before = styles(tmp_path, *groups)
    after = styles(tmp_path, *groups, group("Kite", "icon: material/kite"))
    assert {name: after[name] for name in before} == before


def test_a_choice_changes_no_other_group(tmp_path: Path) -> None:
    before = styles(tmp_path, group("Lamp"), group("Boat"), group("Moth"))
    after = styles(tmp_path, group("Lamp"), group("Boat", "hue: 7", "icon: material/ferry"), group("Moth"))
    assert (after["Lamp"], after["Moth"]) == (before["Lamp"], before["Moth"])


def test_of_a_group_in_two_pieces_the_first_choice_counts(tmp_path: Path) -> None:
    pieces = [group("Lamp", "hue: 10"), group("Boat"), group("Lamp", "hue: 20", "icon: material/lamp")]
    pieces[2] = pieces[2].replace("lamps:", "lanterns:")
    assert styles(tmp_path, *pieces)["Lamp"] == GroupStyle(10, "material/lamp")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("hue: 360", f"{HUE}, is 360 (did you mean 0?)"),
        ("hue: -30", f"{HUE}, is -30 (did you mean 330?)"),
        ("hue: teal", f'{HUE}, is "teal"'),
        ("hue: 12.5", f'{HUE}, is "12.5"'),
        ("hue: ''", f'{HUE}, is ""'),
        ("hue: '１２'", f'{HUE}, is "１２"'),
        ("hue: [12]", HUE),
        ("icon: material/robott", f'{ICON}, "material/robott" is none (did you mean "material/robot"?)'),
        ("icon: robot", f'{ICON}, "robot" is none (did you mean "material/robot"?)'),
        ("icon: material/robot.svg", f'{ICON}, "material/robot.svg" is none (did you mean "material/robot"?)'),
        ("icon: ../../main", f'{ICON}, "../../main" is none, such as material/robot'),
        ("icon: ''", f'{ICON}, "" is none, such as material/robot'),
        ("icon: [a]", "icon: must be text, is a list"),
        ("icons: a", 'there is no field "icons" (did you mean "icon"?)'),
    ],
)
def test_a_hue_or_an_icon_that_is_none_is_named_on_its_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "topics.yml"
    path.write_text(group("Moth") + group("Lamp", line), "utf-8")
    _, (problem,) = examine_topics(path)
    assert (problem.line, problem.message, problem.warning) == (5, message, False)


def test_the_bundled_groups_have_a_hue_and_an_icon_each() -> None:
    found = read_topics(BUNDLED).styles()
    assert len({style.hue for style in found.values()}) == len({style.icon for style in found.values()}) == len(found)
