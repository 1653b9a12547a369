"""The project's own files, which an archive falls back on and `papers init` copies: theme, settings, workflows, topics.

A checkout has them at its top. A wheel has them inside the package, at the same paths below `bundled/`
(pyproject.toml, `force-include`).
"""

from pathlib import Path

CODE = Path(__file__).parent
BUNDLED = "bundled"


def project_folder(code: Path = CODE) -> Path:
    """Return the folder of the project's files for the folder of its code."""
    bundled = code / BUNDLED
    return bundled if bundled.is_dir() else code.parent


PROJECT = project_folder()
