"""JSON Lines (https://jsonlines.org): a JSON object on each line, with the fields of `records.FIELDS`."""

import json
from collections.abc import Iterator

from generator.archive.names import in_reading_order
from generator.collect.records import FIELDS, Fault, Field, Raw, unknown


class _RepeatedError(ValueError):
    """An object that has a field twice."""


def read_jsonl(text: str) -> Iterator[Raw | Fault]:
    """Yield the record of each line that is not blank."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line, object_pairs_hook=_object, parse_constant=_refuse)
        except _RepeatedError as error:
            yield Fault(number, str(error))
        except json.JSONDecodeError as error:
            if line.strip() in ("[", "{") and line == text.lstrip().partition("\n")[0]:
                yield Fault(number, "must be JSON Lines: write each object on a line of its own, without [ and ]")
                return
            yield Fault(number, f"must be JSON: {error.msg.lower()} in column {error.colno}")
        except (ValueError, RecursionError):
            yield Fault(number, "must be JSON without NaN, endless numbers or hundreds of nested lists")
        else:
            yield from _records(number, value)


def _records(number: int, value: object) -> Iterator[Raw | Fault]:
    if not isinstance(value, dict):
        yield Fault(number, 'must be an object, such as {"title": "Slow Kettles", "authors": ["Ada Finch"]}')
        return
    strange = [name for name in value if name not in FIELDS]
    if strange:
        yield from (Fault(number, unknown(name, "field")) for name in strange)
        return
    if isinstance(authors := value.get("authors"), list):
        value["authors"] = [in_reading_order(name) if isinstance(name, str) else name for name in authors]
    yield Raw(number, {name: Field(found, number, name) for name, found in value.items()})


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    known = dict(pairs)
    if len(known) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        raise _RepeatedError(f'has the field "{twice}" twice: keep one')
    return known


def _refuse(constant: str) -> None:
    raise ValueError(constant)
