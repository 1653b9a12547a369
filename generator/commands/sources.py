"""Opens the live sources for the commands that read them."""

import os
from pathlib import Path

from generator.collect.http import Web
from generator.collect.huggingface import HuggingFace
from generator.commands.options import setting
from generator.publish.settings import read_site


def hugging_face(web: Web) -> HuggingFace:
    """Return Hugging Face's Daily Papers, at the address and with the token that the environment may set."""
    endpoint = setting("HF_ENDPOINT", "https://huggingface.co")
    return HuggingFace(web, endpoint=endpoint, token=os.environ.get("HF_TOKEN"))


def contact_of(root: Path) -> str:
    """Return where the people behind the requests can be found."""
    site = read_site(root)
    return site.repo_url or site.url
