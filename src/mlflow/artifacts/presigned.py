"""Addresses of an S3 bucket that are signed for one request: whoever has one may make it, and no other."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass
from urllib.parse import quote

_ALGORITHM = "AWS4-HMAC-SHA256"
_HOLDS = 12 * 3600


@dataclass(frozen=True)
class Keys:
    """Who signs, and for which region."""

    access: str
    secret: str
    session: str | None
    region: str


def presigned(keys: Keys, method: str, scheme: str, host: str, path: str, query: dict[str, str]) -> str:
    """The signed address of one request, good for twelve hours (Signature Version 4 in the query).

    Args:
        keys: Who signs.
        method: HTTP method.
        scheme: ``http`` or ``https``.
        host: Host, with the port where it is not the usual one.
        path: Path of the object, quoted.
        query: What is asked, such as ``{"uploadId": …}``.
    """
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    scope = f"{moment[:8]}/{keys.region}/s3/aws4_request"
    asked = {
        **query,
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{keys.access}/{scope}",
        "X-Amz-Date": moment,
        "X-Amz-Expires": str(_HOLDS),
        "X-Amz-SignedHeaders": "host",
    }
    if keys.session:
        asked["X-Amz-Security-Token"] = keys.session
    pairs = sorted((quote(name, safe=""), quote(value, safe="")) for name, value in asked.items())
    canonical = "&".join(f"{name}={value}" for name, value in pairs)
    request = "\n".join([method, path, canonical, f"host:{host}", "", "host", "UNSIGNED-PAYLOAD"])
    text = "\n".join([_ALGORITHM, moment, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = ("AWS4" + keys.secret).encode()
    for part in (moment[:8], keys.region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return f"{scheme}://{host}{path}?{canonical}&X-Amz-Signature={signature}"
