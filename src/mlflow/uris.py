"""Paths and URIs, read once into typed values.

Whatever names a place (where artifacts are, where a model is, where runs are kept) is parsed here and nowhere else.
What is odd is refused, not cleaned: a query, a fragment, ``;params``, userinfo, a host in ``file:``, a percent sign
left after one decoding, a backslash, a NUL, a drive letter, a ``..``. Nothing is decoded a second time, so the bytes
that were checked are the bytes that are used.
"""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from mlflow.exceptions import InvalidParameterValue
from mlflow.plugins import REGISTRY_STORE, TRACKING_STORE, plugins

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*):(.*)$", re.DOTALL)
_DRIVE = re.compile(r"^/*[A-Za-z]:([/\\]|$)")
_PASSWORD = re.compile(r"(://[^:/?#@]*):.*@", re.DOTALL)
_SECRET = re.compile(r"([?&](?:ssl)?passw(?:or)?d=)[^&]*")
_MAX_SEGMENTS = 500
_MAX_LENGTH = 2048


def _shown(text: str) -> str:
    # Of a long text only the beginning is shown, and looking for a password takes time that grows with its square.
    text = without_password(text[:_MAX_LENGTH])
    return repr(text if len(text) <= 200 else text[:200] + "…")


def without_password(text: str) -> str:
    """An address as it may be shown: ``***`` stands for a password in it."""
    return _SECRET.sub(r"\1***", _PASSWORD.sub(r"\1:***@", text))


def relative_path(text: str | None) -> str:
    """A path below some root, as a caller sent it: ``a/b/c``, or ``""`` for the root itself.

    Raises:
        InvalidParameterValue: It is absolute, leaves the root, or is written in a way that another reader might take
            for something else.
    """
    if not text or text in (".", "./"):
        return ""
    problem = None
    if "\0" in text or any(ord(c) < 32 for c in text):
        problem = "holds a control character"
    elif "\\" in text:
        problem = "holds a backslash"
    elif text.startswith("/") or _DRIVE.match(text) or (_SCHEME.match(text) and text.split(":", 1)[1].startswith("//")):
        problem = "is not relative"
    elif _decodes_oddly(text):
        problem = "holds an encoded separator or dot"
    elif len(text) > _MAX_LENGTH * 2:
        problem = "is too long"
    parts = [p for p in text.split("/") if p not in ("", ".")]
    if problem is None and any(part.partition(";")[0] == ".." for part in parts):
        problem = "leaves its root"
    if problem is None and len(parts) > _MAX_SEGMENTS:
        problem = "has too many segments"
    if problem is not None:
        raise InvalidParameterValue(f"The path {_shown(text)} {problem}. Give a path such as 'plots/roc.png'.")
    return "/".join(parts)


def _decodes_oddly(text: str) -> bool:
    """Whether some number of decodings would bring out a separator or a parent folder."""
    seen = text
    for _ in range(5):
        if "%" not in seen:
            return False
        decoded = unquote(seen)
        if decoded == seen:
            return False
        if any(c in decoded for c in "/\\\0") and not all(c in seen for c in "/\\\0" if c in decoded):
            return True
        if ".." in decoded.split("/") or ".." in decoded.split("\\") or decoded.count("/") != seen.count("/"):
            return True
        seen = decoded
    return True


@dataclass(frozen=True)
class Location:
    """A place that holds files: a local folder, or a path in an object store or behind a server.

    Args:
        scheme: ``file`` for a local folder, else the URI's scheme in lower case.
        authority: Bucket or host, ``""`` where there is none.
        path: For ``file`` an absolute path of this machine; else the path with a leading slash, or ``""``.
        as_uri: Whether a local folder was given as ``file:`` and is written so again.
    """

    scheme: str
    authority: str
    path: str
    as_uri: bool = False

    def __str__(self) -> str:
        if self.scheme == "file":
            return "file://" + quote(self.path) if self.as_uri else self.path
        if self.authority or self.scheme not in ("mlflow-artifacts", "dbfs"):
            return f"{self.scheme}://{self.authority}{self.path}"
        return f"{self.scheme}:{self.path}"

    @property
    def shown(self) -> str:
        """The location for messages: without the password that it may hold."""
        user, at, host = self.authority.rpartition("@")
        if ":" not in user:
            return str(self)
        return f"{self.scheme}://{user.partition(':')[0]}{at}{host}{self.path}"

    @property
    def is_local(self) -> bool:
        """Whether it is a folder of this machine."""
        return self.scheme == "file"

    @property
    def local_path(self) -> Path:
        """The folder.

        Raises:
            InvalidParameterValue: It is not on this machine.
        """
        if not self.is_local:
            raise InvalidParameterValue(f"{_shown(str(self))} is not a folder of this machine.")
        return Path(self.path)

    def join(self, *parts: str) -> Location:
        """The place of a relative path below this one; parts are checked as :func:`relative_path` does."""
        below = [p for p in (relative_path(part) for part in parts) if p]
        if not below:
            return self
        return Location(self.scheme, self.authority, posixpath.join(self.path or "/", *below), self.as_uri)

    def split(self) -> tuple[Location, str]:
        """The place this one lies in, and its name there."""
        above, name = posixpath.split(self.path)
        return Location(self.scheme, self.authority, above, self.as_uri), name

    def relative_to(self, root: Location) -> str | None:
        """The path of this place below ``root``, ``""`` if it is the root, None if it is elsewhere."""
        if (self.scheme, self.authority) != (root.scheme, root.authority):
            return None
        here, there = posixpath.normpath(self.path or "/"), posixpath.normpath(root.path or "/")
        if here == there:
            return ""
        prefix = there if there.endswith("/") else there + "/"
        return here[len(prefix) :] if here.startswith(prefix) else None


def parse_location(text: str | Path) -> Location:
    """Read a path or URI that names a place for files.

    A text without a scheme is a path of this machine, taken literally and made absolute.

    Raises:
        InvalidParameterValue: It is empty or odd; see the module's docstring.
    """
    if isinstance(text, Path):
        text = str(text)
    if not text:
        raise InvalidParameterValue("A place for files needs a path or a URI; it is empty.")
    if "\0" in text or any(ord(c) < 32 for c in text):
        raise InvalidParameterValue(f"The location {_shown(text)} holds a control character.")
    match = _SCHEME.match(text)
    if match is None:
        return _plain_path(text)
    if len(match.group(1)) == 1:
        raise InvalidParameterValue(f"The location {_shown(text)} names a drive.")
    return _uri_location(text, match.group(1).lower())


def _plain_path(text: str) -> Location:
    if text.startswith("//"):
        raise InvalidParameterValue(f"The location {_shown(text)} begins with two slashes; give one, or a URI.")
    if "\\" in text:
        raise InvalidParameterValue(f"The location {_shown(text)} holds a backslash.")
    try:
        expanded = Path(text).expanduser()
    except RuntimeError:
        raise InvalidParameterValue(f"The location {_shown(text)} is in the home of a user who is not here.") from None
    if ".." in expanded.parts:
        # A user's own "../runs" is fine; it is resolved here, so that what is stored holds no "..".
        expanded = Path(posixpath.normpath(str(Path.cwd() / expanded)))
    return Location("file", "", str(expanded if expanded.is_absolute() else Path.cwd() / expanded))


def _uri_location(text: str, scheme: str) -> Location:
    def refuse(why: str) -> InvalidParameterValue:
        return InvalidParameterValue(f"The location {_shown(text)} {why}. Give a URI such as 's3://bucket/folder'.")

    if len(text) > _MAX_LENGTH:
        raise refuse(f"is longer than {_MAX_LENGTH} characters")
    if "\\" in text or _DRIVE.match(text.split(":", 1)[1]):
        raise refuse("holds a backslash or a drive letter")
    if "?" in text or "#" in text:
        raise refuse("holds a query or a fragment")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise refuse("is no URI") from None
    if ";" in parts.path:
        raise refuse("holds parameters after ';'")
    if "@" in parts.netloc and scheme not in ("sftp", "ftp", "ftps", "wasbs", "abfss", "hdfs", "dbfs"):
        raise refuse("holds a user name")
    path = unquote(parts.path)
    if "%" in path or "%" in parts.netloc.rpartition("@")[2]:
        raise refuse("is encoded more than once, or holds a percent sign")
    if "\\" in path or any(ord(c) < 32 for c in path):
        raise refuse("holds an encoded backslash or control character")
    if ".." in path.split("/"):
        raise refuse("holds '..'")
    if scheme == "file":
        if parts.netloc not in ("", "localhost"):
            raise refuse("names a host in a file: URI")
        if not path.startswith("/") or path.startswith("//"):
            raise refuse("is a file: URI without an absolute path")
        return Location("file", "", posixpath.normpath(path), as_uri=True)
    if any(c in path for c in "?#;"):  # the location is written decoded, and must be readable again
        raise refuse("holds an encoded query, fragment or parameter")
    return Location(scheme, parts.netloc, path.rstrip("/") if path != "/" else "/")


def lies_below(location: Location, place: Location) -> bool:
    """Whether a location is in a place, also when links are followed."""
    if location.relative_to(place) is None:
        return False
    return not place.is_local or Path(os.path.realpath(location.path)).is_relative_to(os.path.realpath(place.path))


def checked_artifact_location(text: str) -> str:
    """A place for artifacts that a caller of the API named, in the form that is stored.

    Raises:
        InvalidParameterValue: It is odd, see the module's docstring, or a path that climbs with ``..``.
    """
    if ".." in re.split(r"[/\\]", unquote(unquote(text))):
        raise InvalidParameterValue(f"The artifact location {_shown(text)} holds '..'.")
    return str(parse_location(text))


@dataclass(frozen=True)
class Account:
    """Where a location's server is, and who asks; None for what the location leaves out."""

    host: str
    port: int | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def account_of(location: Location) -> Account:
    """The server of ``scheme://user:password@host:port/folder``.

    Raises:
        InvalidParameterValue: The location names no host.
    """
    parts = urlsplit(f"//{location.authority}")
    if not parts.hostname:
        raise InvalidParameterValue(
            f"{_shown(location.shown)} names no host; give {location.scheme}://user@host/folder."
        )
    user, password = parts.username, parts.password
    return Account(parts.hostname, parts.port, unquote(user) if user else None, unquote(password) if password else None)


@dataclass(frozen=True)
class StoreUri:
    """Where runs or registered models are kept.

    Args:
        kind: ``directory`` (a folder with an embedded database), ``sql``, ``http``, ``databricks`` or ``plugged`` (a
            scheme that an installed plug-in serves).
        text: The address in canonical form: an absolute path, a database URL or a base URL without a final slash.
        as_uri: Whether a folder was given as ``file:``; what lies in it is named so, too.
    """

    kind: Literal["directory", "sql", "http", "databricks", "plugged"]
    text: str
    as_uri: bool = False


_SQL_SCHEMES = frozenset({"sqlite", "postgresql", "postgres", "mysql", "mariadb", "mssql", "oracle"})


def parse_store_uri(text: str | Path) -> StoreUri:
    """Read a tracking or registry URI.

    Raises:
        InvalidParameterValue: No store is known for its scheme.
    """
    given = str(text)
    match = _SCHEME.match(given)
    scheme = match.group(1).lower() if match else ""
    if scheme in ("http", "https"):
        return StoreUri("http", given.rstrip("/"))
    if scheme.split("+")[0] in _SQL_SCHEMES:
        return StoreUri("sql", given)
    if given in ("databricks", "databricks-uc") or scheme in ("databricks", "databricks-uc"):
        return StoreUri("databricks", given)
    if scheme in ("", "file"):
        # file:./mlruns is relative to the current folder
        place = given[5:] if scheme and given[5:6] not in ("", "/") else given
        return StoreUri("directory", str(parse_location(place).local_path), as_uri=bool(scheme))
    if any(plugin.name == scheme for group in (TRACKING_STORE, REGISTRY_STORE) for plugin in plugins(group)):
        return StoreUri("plugged", given)
    raise InvalidParameterValue(
        f"No store is known for {_shown(given)}. Give a folder, sqlite:///file.db, postgresql://…, mysql://…, "
        "mssql://… or the http(s):// address of a server."
    )


def sqlite_file(url: str) -> str | None:
    """The file of a ``sqlite:`` URL: an absolute path, ``""`` for a database in memory, None for other databases."""
    if not url.startswith("sqlite"):
        return None
    _, _, path = url.partition("///")
    path = path.split("?")[0]
    return str(Path(path).absolute()) if path and path != ":memory:" else ""


@dataclass(frozen=True)
class RunsUri:
    """``runs:/<run_id>/<path>``."""

    run_id: str
    path: str


@dataclass(frozen=True)
class ModelsUri:
    """``models:/…`` in each of its forms; exactly one of ``version``, ``stage``, ``alias``, ``latest``, ``model_id``.

    Args:
        name: The registered model; None for ``models:/m-<id>``.
        version: ``models:/name/3``.
        stage: ``models:/name/Production``.
        alias: ``models:/name@champion``.
        latest: ``models:/name/latest``.
        model_id: ``models:/m-<id>``, a logged model.
    """

    name: str | None = None
    version: str | None = None
    stage: str | None = None
    alias: str | None = None
    latest: bool = False
    model_id: str | None = None


def parse_runs_uri(text: str) -> RunsUri | None:
    """The parts of a ``runs:`` URI; None where it is none.

    Raises:
        InvalidParameterValue: It is one, and malformed.
    """
    if not text.startswith("runs:"):
        return None
    rest = text[len("runs:") :]
    rest = rest[2:].partition("/")[2] if rest.startswith("//") else rest.lstrip("/")  # runs://profile@server/…
    run_id, _, path = rest.partition("/")
    if not re.fullmatch(r"[A-Za-z0-9][\w-]{0,255}", run_id):
        raise InvalidParameterValue(f"{_shown(text)} is no run URI; give runs:/<run_id>/<path of the model or file>.")
    return RunsUri(run_id, relative_path(path))


def parse_models_uri(text: str) -> ModelsUri | None:
    """The parts of a ``models:`` URI; None where it is none.

    Raises:
        InvalidParameterValue: It is one, and malformed.
    """
    if not text.startswith("models:"):
        return None
    rest = text[len("models:") :]
    rest = rest[2:].partition("/")[2] if rest.startswith("//") else rest.removeprefix("/")
    rest = rest.rstrip("/")
    error = InvalidParameterValue(
        f"{_shown(text)} is no model URI; give models:/<name>/<version>, models:/<name>/<stage>, "
        "models:/<name>@<alias>, models:/<name>/latest or models:/<id of a logged model>."
    )
    if not rest or rest.startswith("/"):
        raise error
    if "/" not in rest:
        if "@" in rest:
            name, _, alias = rest.rpartition("@")
            if not name or not alias:
                raise error
            return ModelsUri(name=unquote(name), alias=alias)
        if rest.startswith("m-"):
            return ModelsUri(model_id=rest)
        raise error
    name, _, suffix = rest.rpartition("/")
    if not name or "/" in name or not suffix:
        raise error
    name = unquote(name)
    if suffix.isdigit():
        return ModelsUri(name=name, version=str(int(suffix)))
    if suffix.lower() == "latest":
        return ModelsUri(name=name, latest=True)
    return ModelsUri(name=name, stage=unquote(suffix))


def base_url(text: str) -> tuple[str, str, int | None, str]:
    """``(scheme, host, port, path)`` of a server's address.

    Raises:
        InvalidParameterValue: It is no http(s) address.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidParameterValue(f"{_shown(text)} is no address of a server; give http://host:port.")
    return parts.scheme, parts.hostname, port, parts.path.rstrip("/")


def web_address(text: str) -> str:
    """An http(s) address without a slash at its end, in which no credentials, query or fragment stand.

    Raises:
        InvalidParameterValue: It is none, or has what it must not have.
    """
    base_url(text)
    parts = urlsplit(text)
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise InvalidParameterValue(f"{_shown(text)} must be a plain address; give http://host:port.")
    return text.rstrip("/")


def url_parts(url: str) -> tuple[str, str, str]:
    """``(scheme, host with its port, path as it is quoted)`` of a URL; its query is left out."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc, parts.path


def scheme_of(text: str) -> str:
    """The scheme of a URI in lower case; ``""`` for a path."""
    match = _SCHEME.match(text)
    return match.group(1).lower() if match and len(match.group(1)) > 1 else ""


def path_and_query(url: str) -> tuple[str, str]:
    """Path and query of an address, as they stand there."""
    parts = urlsplit(url)
    return parts.path, parts.query


def databricks_profile(text: str) -> tuple[str, str]:
    """``(profile, prefix of its keys)`` of ``databricks://profile:prefix``; empty where the URI names none.

    Raises:
        InvalidParameterValue: It is no such URI.
    """
    match = re.fullmatch(r"databricks(?:-uc)?(?:://([^:/?#@]*)(?::([^:/?#@]*))?/?)?", text)
    if match is None:
        raise InvalidParameterValue(f"{_shown(text)} is no address of Databricks; give databricks://profile.")
    return match.group(1) or "", match.group(2) or ""


def joined_url(base: str, reference: str) -> str:
    """The address that a reference found at ``base`` stands for."""
    return urljoin(base, reference)


def credentials_in(text: str) -> tuple[tuple[str, str] | None, str]:
    """``((name, password) or None, the address without them)`` of ``http://name:password@host``."""
    parts = urlsplit(text)
    if parts.username is None or parts.password is None:
        return None, text
    plain = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return (unquote(parts.username), unquote(parts.password)), plain


def host_of(authority: str) -> str | None:
    """The host of ``host``, ``host:port`` or ``[v6]:port`` in lower case, without brackets; None where it is odd."""
    match = re.fullmatch(r"(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9_.-]+))(?::\d{1,5})?", authority)
    return (match.group(1) or match.group(2)).lower() if match else None


def join_url(base: str, *segments: str) -> str:
    """``base`` with segments appended to its path, each quoted; its query and fragment dropped."""
    parts = urlsplit(base)
    path = "/".join([parts.path.rstrip("/"), *(quote(s, safe="/") for s in segments if s)])
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
