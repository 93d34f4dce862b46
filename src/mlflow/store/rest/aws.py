"""Requests signed as AWS wants them, for servers behind its API Gateway: Signature Version 4."""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import NamedTuple
from urllib.parse import quote

from mlflow import environment_variables as variables
from mlflow.exceptions import MlflowException
from mlflow.store.rest.noted import read_sections
from mlflow.store.rest.outgoing import Outgoing
from mlflow.uris import base_url, path_and_query

_SERVICE = "execute-api"
_ALGORITHM = "AWS4-HMAC-SHA256"


class _Keys(NamedTuple):
    access: str
    secret: str
    session: str | None
    region: str


def sign_for_aws(request: Outgoing) -> None:
    """Sign a request with the keys of ``AWS_*`` variables or of the file of shared credentials.

    Raises:
        MlflowException: Keys or region are missing.
    """
    keys = _keys()
    now = time.gmtime()
    moment, day = time.strftime("%Y%m%dT%H%M%SZ", now), time.strftime("%Y%m%d", now)
    path, query = path_and_query(request.url)
    scheme, host, port, _ = base_url(request.url)
    usual = {"http": 80, "https": 443}[scheme]
    signed = {"host": host if port in (None, usual) else f"{host}:{port}", "x-amz-date": moment}
    request.headers["X-Amz-Date"] = moment
    if keys.session:
        signed["x-amz-security-token"] = request.headers["X-Amz-Security-Token"] = keys.session
    names = ";".join(sorted(signed))
    canonical = "\n".join(
        [
            request.method,
            quote(path or "/", safe="/-_.~"),  # the path as it is sent is quoted once more, as for all but S3
            "&".join(sorted(part if "=" in part else f"{part}=" for part in query.split("&") if part)),
            *(f"{name}:{signed[name]}" for name in sorted(signed)),
            "",
            names,
            _digest_of(request),
        ]
    )
    scope = f"{day}/{keys.region}/{_SERVICE}/aws4_request"
    text = "\n".join([_ALGORITHM, moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + keys.secret).encode()
    for part in (day, keys.region, _SERVICE, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    request.headers["Authorization"] = (
        f"{_ALGORITHM} Credential={keys.access}/{scope}, SignedHeaders={names}, Signature={signature}"
    )


def _digest_of(request: Outgoing) -> str:
    digest = hashlib.sha256()
    if isinstance(request.body, bytes):
        digest.update(request.body)
    elif request.body is not None:
        request.body.seek(0)
        while block := request.body.read(1 << 20):
            digest.update(block)
        request.body.seek(0)
    return digest.hexdigest()


def _keys() -> _Keys:
    access, secret = variables.AWS_ACCESS_KEY_ID.get(), variables.AWS_SECRET_ACCESS_KEY.get()
    session = variables.AWS_SESSION_TOKEN.get()
    region = variables.AWS_REGION.get() or variables.AWS_DEFAULT_REGION.get()
    profile = variables.AWS_PROFILE.get() or "default"
    if not (access and secret):
        noted = read_sections(variables.AWS_SHARED_CREDENTIALS_FILE.get() or "").get(profile, {})
        access, secret = noted.get("aws_access_key_id"), noted.get("aws_secret_access_key")
        session = noted.get("aws_session_token")
    if not region:
        named = profile if profile == "default" else f"profile {profile}"
        region = read_sections(variables.AWS_CONFIG_FILE.get() or "").get(named, {}).get("region")
    if not (access and secret and region):
        missing = "AWS_REGION" if access and secret else "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        raise MlflowException(
            f"MLFLOW_TRACKING_AWS_SIGV4 is set, but requests cannot be signed: set {missing}, or a profile of "
            "~/.aws/credentials. Roles and single sign-on are not read; export their keys as variables."
        )
    return _Keys(access, secret, session, region)
