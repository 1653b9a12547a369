"""How good similar papers are: the sample that is judged.

A paper's place in the draw depends on the seed and its key alone, so no change of the ranking changes who is drawn.
The seed was committed before any weight was tuned; weights are tuned on the papers of other seeds.
"""

from collections.abc import Iterable
from hashlib import sha256

SEED = 20261130
PAPERS = 100


def drawn(keys: Iterable[str], sample: str, seed: int = SEED, number: int = PAPERS) -> list[str]:
    """Return that many keys, drawn at random; `sample` names the draw, so that two draws differ."""
    return sorted(keys, key=lambda key: sha256(f"{seed} {sample} {key}".encode()).digest())[:number]
