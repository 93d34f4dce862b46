"""Opens object stores as the variables of MLflow and of the stores' makers say.

What is not read here, the library reads from the environment by its maker's name: keys and tokens of AWS, service
accounts of Google, identities of Azure.
"""

from __future__ import annotations

import configparser
import json
import re
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

from obstore.exceptions import BaseError
from obstore.store import AzureStore, GCSStore, S3Store

from mlflow import environment_variables as variables
from mlflow.artifacts.objects import ObjectArtifacts
from mlflow.artifacts.presigned import Keys
from mlflow.artifacts.store_parts import AzureKey, AzureParts, S3Parts
from mlflow.exceptions import InvalidParameterValue, Unauthenticated
from mlflow.uris import Location

_METADATA = ("169.254.169.254", 80)
#: Keys of MLFLOW_S3_UPLOAD_EXTRA_ARGS → settings of the store, and → attributes of objects.
_S3_SETTINGS = {
    "ServerSideEncryption": "server_side_encryption",
    "SSEKMSKeyId": "sse_kms_key_id",
    "BucketKeyEnabled": "sse_bucket_key_enabled",
    "RequestPayer": "request_payer",
    "ChecksumAlgorithm": "checksum_algorithm",
}
_S3_ATTRIBUTES = {
    "CacheControl": "Cache-Control",
    "ContentDisposition": "Content-Disposition",
    "ContentEncoding": "Content-Encoding",
    "ContentLanguage": "Content-Language",
    "ContentType": "Content-Type",
}
_AZURE_HOST = re.compile(
    r"([a-z0-9]{3,24})\.(?:blob|dfs)\.core\.(windows\.net|chinacloudapi\.cn|usgovcloudapi\.net)", re.IGNORECASE
)


def open_s3(location: Location, server: str | None) -> ObjectArtifacts:
    """A folder of an S3 bucket, at Amazon or at the address that ``MLFLOW_S3_ENDPOINT_URL`` gives.

    Raises:
        InvalidParameterValue: The location or a setting is odd.
        Unauthenticated: There are no credentials.
    """
    profile = _profile()
    extra, attributes = _upload_arguments()
    config: dict[str, Any] = {**_keys(profile), **extra}
    endpoint = (
        variables.MLFLOW_S3_ENDPOINT_URL.get()
        or variables.AWS_ENDPOINT_URL_S3.get()
        or variables.AWS_ENDPOINT_URL.get()
        or profile.get("endpoint_url")
    )
    region = variables.AWS_REGION.get() or variables.AWS_DEFAULT_REGION.get() or profile.get("region")
    if region:
        config["region"] = region
    virtual = variables.MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE.get() == "virtual"
    if virtual:
        config["virtual_hosted_style_request"] = True
    if endpoint:
        scheme, _, host = endpoint.rstrip("/").partition("://")
        config["endpoint"] = f"{scheme}://{location.authority}.{host}" if virtual else f"{scheme}://{host}"
    client = _client(endpoint, insecure=variables.MLFLOW_S3_IGNORE_TLS.get())
    if bundle := variables.AWS_CA_BUNDLE.get():
        client["root_certificate"] = Path(bundle).read_bytes()
    files = _opened(S3Store, config, location, location.authority, client, attributes)
    if keys := _signing_keys(config) if not extra else None:  # what objects are to be is not said in signed addresses
        options = {"cert_reqs": "CERT_NONE"} if variables.MLFLOW_S3_IGNORE_TLS.get() else {"ca_certs": bundle}
        files.parts = S3Parts(files.address, keys, str(location), options)
    return files


def _signing_keys(config: dict[str, Any]) -> Keys | None:
    """The keys of variables or of the profile; None where the library gets others that pass."""
    if variables.AWS_SKIP_SIGNATURE.get():
        return None
    access = config.get("access_key_id") or variables.AWS_ACCESS_KEY_ID.get()
    secret = config.get("secret_access_key") or variables.AWS_SECRET_ACCESS_KEY.get()
    session = config.get("session_token") or variables.AWS_SESSION_TOKEN.get()
    return Keys(access, secret, session, config.get("region") or "us-east-1") if access and secret else None


def _keys(profile: dict[str, str]) -> dict[str, Any]:
    """The profile's keys, none where the library finds credentials itself.

    Raises:
        Unauthenticated: It would find none; it would look for minutes.
    """
    if variables.AWS_ACCESS_KEY_ID.get() or variables.AWS_SKIP_SIGNATURE.get():
        return {}
    if "aws_access_key_id" in profile:
        given = {
            "access_key_id": profile.get("aws_access_key_id"),
            "secret_access_key": profile.get("aws_secret_access_key"),
            "session_token": profile.get("aws_session_token"),
        }
        return {name: value for name, value in given.items() if value}
    of_the_machine = (
        variables.AWS_WEB_IDENTITY_TOKEN_FILE,
        variables.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
        variables.AWS_CONTAINER_CREDENTIALS_FULL_URI,
        variables.AWS_METADATA_ENDPOINT,
    )
    if any(variable.get() for variable in of_the_machine):
        return {}
    if not variables.AWS_EC2_METADATA_DISABLED.get() and _answers(_METADATA):
        return {}
    raise Unauthenticated(
        "There are no credentials for S3. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile of "
        "~/.aws/credentials that holds keys with AWS_PROFILE (for one that signs in through a browser or assumes a "
        'role: eval "$(aws configure export-credentials --format env)"), or set AWS_SKIP_SIGNATURE=true for a public '
        "bucket."
    )


def _profile() -> dict[str, str]:
    """What the files of AWS's tools say of the profile in use; keys of the credentials file go first."""
    name = variables.AWS_PROFILE.get() or "default"
    found: dict[str, str] = {}
    for variable, section in (
        (variables.AWS_CONFIG_FILE, name if name == "default" else f"profile {name}"),
        (variables.AWS_SHARED_CREDENTIALS_FILE, name),
    ):
        parser = configparser.RawConfigParser()
        path = Path(variable.get() or "").expanduser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeError):
            raise InvalidParameterValue(f"The file {str(path)!r} that {variable.name} names cannot be read.") from None
        if parser.has_section(section):
            found |= dict(parser.items(section))
    return found


def _answers(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return False
    return True


def _upload_arguments() -> tuple[dict[str, Any], dict[str, str]]:
    """``MLFLOW_S3_UPLOAD_EXTRA_ARGS`` as settings of the store and attributes of objects."""
    text = variables.MLFLOW_S3_UPLOAD_EXTRA_ARGS.get()
    try:
        given = json.loads(text) if text else {}
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise InvalidParameterValue(
            'MLFLOW_S3_UPLOAD_EXTRA_ARGS must be a JSON object, such as {"CacheControl": "no-cache"}.'
        )
    if unknown := sorted(given.keys() - _S3_SETTINGS.keys() - _S3_ATTRIBUTES.keys()):
        raise InvalidParameterValue(
            f"MLFLOW_S3_UPLOAD_EXTRA_ARGS names {', '.join(unknown)}; known are "
            f"{', '.join(sorted({*_S3_SETTINGS, *_S3_ATTRIBUTES}))}."
        )
    settings = {_S3_SETTINGS[name]: value for name, value in given.items() if name in _S3_SETTINGS}
    return settings, {_S3_ATTRIBUTES[name]: str(value) for name, value in given.items() if name in _S3_ATTRIBUTES}


def open_gcs(location: Location, server: str | None) -> ObjectArtifacts:
    """A folder of a Google Cloud Storage bucket, or of an emulator at ``STORAGE_EMULATOR_HOST``.

    Raises:
        InvalidParameterValue: The location or a setting is odd.
    """
    config: dict[str, Any] = {}
    emulator = variables.STORAGE_EMULATOR_HOST.get()
    if emulator:
        emulator = emulator if "://" in emulator else f"http://{emulator}"
        account = {"gcs_base_url": emulator.rstrip("/"), "disable_oauth": True, "client_email": "", "private_key": ""}
        config = {"service_account_key": json.dumps({**account, "private_key_id": ""})}
    return _opened(GCSStore, config, location, location.authority, _client(emulator))


def open_azure(location: Location, server: str | None) -> ObjectArtifacts:
    """A folder of an Azure container: ``wasbs://`` and ``abfss://container@account.…``, or ``az://container``.

    Raises:
        InvalidParameterValue: The location or a setting is odd.
    """
    connection = _connection_string()
    container, at, host = location.authority.rpartition("@")
    config: dict[str, Any] = {}
    if not at:
        container = location.authority
    else:
        # Requests are signed: a location must not send them to anyone but Azure.
        match = _AZURE_HOST.fullmatch(host)
        if match is None and host != connection.get("AccountName"):
            raise InvalidParameterValue(
                f"{str(location)!r} names no storage account; give {location.scheme}://container@account."
                f"{'dfs' if location.scheme == 'abfss' else 'blob'}.core.windows.net/folder."
            )
        config["account_name"] = match.group(1) if match else host
        if match and match.group(2).lower() != "windows.net":
            config["endpoint"] = f"https://{match.group(1)}.blob.core.{match.group(2)}"
    if key := variables.AZURE_STORAGE_ACCESS_KEY.get():
        config["account_key"] = key
    if connection and config.get("account_name", connection.get("AccountName")) == connection.get("AccountName"):
        config["account_name"] = connection.get("AccountName")
        if "AccountKey" in connection:
            config["account_key"] = connection["AccountKey"]
        if "SharedAccessSignature" in connection:
            config["sas_key"] = connection["SharedAccessSignature"].lstrip("?")
        if "BlobEndpoint" in connection:
            config["endpoint"] = connection["BlobEndpoint"].rstrip("/")
    files = _opened(AzureStore, config, location, container, _client(config.get("endpoint")))
    if "account_key" in config and config.get("account_name"):
        resource = "/".join(part for part in (container, location.path.strip("/")) if part)
        signer = AzureKey(config["account_name"], config["account_key"])
        files.parts = AzureParts(files.address, signer, resource, str(location))
    return files


def _connection_string() -> dict[str, str]:
    text = variables.AZURE_STORAGE_CONNECTION_STRING.get()
    if not text:
        return {}
    found = dict(part.strip().partition("=")[::2] for part in text.split(";") if part.strip())
    if not found.get("AccountName"):
        raise InvalidParameterValue(
            "AZURE_STORAGE_CONNECTION_STRING names no AccountName; copy it from the access keys of the storage account."
        )
    return found


def _client(endpoint: str | None, insecure: bool = False) -> dict[str, Any]:
    """How requests are made: no limit on a whole file, one on silence."""
    if endpoint and not endpoint.startswith(("http://", "https://")):
        raise InvalidParameterValue(f"An object store's address must begin with http:// or https://: {endpoint!r}.")
    return {
        "allow_http": bool(endpoint and endpoint.startswith("http://")),
        "allow_invalid_certificates": insecure,
        "connect_timeout": timedelta(seconds=10),
        "read_timeout": timedelta(seconds=variables.MLFLOW_HTTP_REQUEST_TIMEOUT.get()),
        "timeout": timedelta(seconds=variables.MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT.get() or 86_400),
    }


def _opened(
    kind: Any,
    config: dict[str, Any],
    location: Location,
    bucket: str,
    client: dict[str, Any],
    attributes: dict[str, str] | None = None,
) -> ObjectArtifacts:
    if not bucket:
        raise InvalidParameterValue(f"{str(location)!r} names no bucket; give {location.scheme}://bucket/folder.")
    retry = {"max_retries": variables.MLFLOW_HTTP_REQUEST_MAX_RETRIES.get()}
    try:
        prefix = location.path.strip("/") or None
        store = kind(bucket, prefix=prefix, config=config, client_options=client, retry_config=retry)
    except (BaseError, ValueError, OSError) as error:
        said = str(error).partition("\n\nDebug source")[0]
        raise InvalidParameterValue(f"{str(location)!r} cannot be opened: {said[:500]}") from None
    return ObjectArtifacts(store, str(location), attributes)
