"""The line of a requirements.txt that installs the version of this package that is running."""

from urllib.parse import urlsplit

import msgspec

PACKAGE = "daily-papers-archive"
REPOSITORY = "https://github.com/daily-papers/archive"


class _Vcs(msgspec.Struct):
    vcs: str
    commit_id: str


class _Origin(msgspec.Struct):
    """What an installer records of a package that does not come from an index (PEP 610, `direct_url.json`)."""

    url: str
    vcs_info: _Vcs | None = None


def requirement(version: str, direct_url: str | None) -> str:
    """Return the requirement: the version, or the commit that was installed from a Git repository.

    `direct_url` is what the installer recorded, None if the package came from an index. One that was installed from a
    folder or a file cannot be had elsewhere: then the version's tag in the project's repository is named.
    """
    if direct_url is None:
        return f"{PACKAGE}=={version}"
    origin = msgspec.json.decode(direct_url, type=_Origin)
    if origin.vcs_info and origin.url.startswith("https://"):
        parts = urlsplit(origin.url)
        public = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()  # without a token
        return f"{PACKAGE} @ {origin.vcs_info.vcs}+{public}@{origin.vcs_info.commit_id}"
    return f"{PACKAGE} @ git+{REPOSITORY}@v{version}"
