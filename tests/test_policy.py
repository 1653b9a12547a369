"""The content security policy: it names what the theme runs, and nothing else."""

import base64
import hashlib

from generator.publish.policy import PLACEHOLDER, with_policy

META = f'<meta http-equiv="Content-Security-Policy" content="{PLACEHOLDER}">'


def digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_inline_scripts_are_named_by_their_hash() -> None:
    script = 'var a = "<b>" && 1 < 2;\n'
    page = with_policy(f"{META}<script>{script}</script>")
    assert f"script-src 'self' {digest(script)};" in page


def test_scripts_with_an_address_and_blocks_of_data_need_no_hash() -> None:
    page = with_policy(f'{META}<script src="x.js"></script><script type="application/json">{{}}</script>')
    assert "sha256" not in page


def test_only_the_theme_s_own_place_is_filled() -> None:
    assert with_policy(f"{META}<p>{PLACEHOLDER}</p>").endswith(f"<p>{PLACEHOLDER}</p>")


def test_nothing_may_come_from_another_host() -> None:
    page = with_policy(META)
    assert "default-src 'self'" in page
    assert "http" not in page.removeprefix("<meta http-equiv")
