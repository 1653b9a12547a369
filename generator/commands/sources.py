"""Live sources, configured from the environment."""

import os
from pathlib import Path

from generator.collect.http import Web
from generator.collect.huggingface import HuggingFace
from generator.commands.options import setting, today
from generator.publish.settings import read_site


def hugging_face(web: Web) -> HuggingFace:
    """Return Hugging Face's Daily Papers; HF_ENDPOINT and HF_TOKEN are used if set.

    Raises ConfigError if the machine's clock is wrong.
    """
    endpoint = setting("HF_ENDPOINT", "https://huggingface.co")
    return HuggingFace(web, today=today(), endpoint=endpoint, token=os.environ.get("HF_TOKEN"))


def contact_of(root: Path) -> str:
    """Return an address where the people behind the requests can be reached."""
    site = read_site(root)
    return site.repo_url or site.url
