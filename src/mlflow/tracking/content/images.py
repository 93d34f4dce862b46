"""Images as files: from arrays, as single files or as one of a series with a small preview."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import numpy as np
import PIL.Image

from mlflow.artifacts.contract import ArtifactStore
from mlflow.tracking.values import now
from mlflow.uris import relative_path

#: Longest side of a preview, in pixels.
COMPRESSED_IMAGE_SIZE = 256

_KEY = re.compile(r"[A-Za-z0-9_\-./ ]+")
_CHANNELS = {1: "L", 3: "RGB", 4: "RGBA"}
_MARKERS = "ghijklmnopqrstuvwxyz"


def convert_to_pil_image(image: Any) -> PIL.Image.Image:
    """An array as an image.

    Args:
        image: Height × width, or × 1, 3 or 4 channels. Integers 0–255, booleans, or floats 0–1 (others are cut off).

    Raises:
        ValueError: Another shape, or integers outside 0–255.
    """
    array = np.asarray(image)
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in _CHANNELS):
        raise ValueError(f"An image is height × width, or × 1, 3 or 4 channels; this has the shape {array.shape}.")
    if array.dtype.kind == "b":
        array = array.astype(np.uint8) * 255
    elif array.dtype.kind == "f":
        array = (np.clip(np.nan_to_num(array), 0.0, 1.0) * 255).astype(np.uint8)
    elif array.dtype.kind in "iu":
        if array.size and (array.min() < 0 or array.max() > 255):
            raise ValueError(f"Integers of an image are 0 to 255; here they are {array.min()} to {array.max()}.")
        array = array.astype(np.uint8)
    else:
        raise ValueError(f"An image is made of numbers, not of {array.dtype}.")
    return PIL.Image.fromarray(np.ascontiguousarray(array))


def compress_image_size(image: PIL.Image.Image, max_size: int | None = COMPRESSED_IMAGE_SIZE) -> PIL.Image.Image:
    """The image with its longer side at ``max_size`` pixels, its proportions kept."""
    side = max_size or COMPRESSED_IMAGE_SIZE
    scale = side / max(image.size)
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))


class Image:
    """An image to log, alone or in a table.

    Args:
        image: An array as :func:`convert_to_pil_image` takes it, a Pillow image, the path of a file, or nested lists.
    """

    def __init__(self, image: Any) -> None:
        if isinstance(image, str):
            with PIL.Image.open(image) as opened:
                self.image: PIL.Image.Image = opened.copy()
        else:
            self.image = image.copy() if isinstance(image, PIL.Image.Image) else convert_to_pil_image(image)
        self.size = self.image.size
        self.format = self.image.format

    def to_list(self) -> list[Any]:
        """The pixels, row by row."""
        return list(self.image.getdata())

    def to_array(self) -> np.ndarray[Any, Any]:
        """The pixels as an array."""
        return np.array(self.image)

    def to_pil(self) -> PIL.Image.Image:
        """The Pillow image."""
        return self.image

    def resize(self, size: tuple[int, int]) -> Image:
        """The image in another size, in pixels (width, height)."""
        return Image(self.image.resize(size))

    def save(self, path: str) -> None:
        """Write it to a local file, in the format of its extension."""
        self.image.save(path)


def _pillow(image: Any) -> PIL.Image.Image:
    if isinstance(image, Image):
        return image.image
    if isinstance(image, PIL.Image.Image):
        return image
    if isinstance(image, np.ndarray):
        return convert_to_pil_image(image)
    raise TypeError(f"A NumPy array, a Pillow image or mlflow.Image is needed, not {type(image).__name__}.")


def file_bytes(image: PIL.Image.Image, name: str) -> bytes:
    """The file of an image, in the format of the name's extension.

    Raises:
        ValueError: No format has that extension.
    """
    extension = "." + name.rpartition(".")[2].lower()
    chosen = PIL.Image.registered_extensions().get(extension)
    if chosen is None:
        raise ValueError(f"{name!r} has no extension of an image; take .png, .jpg or .webp.")
    sink = io.BytesIO()
    image = image.convert("RGB") if chosen == "JPEG" and image.mode not in ("L", "RGB", "CMYK") else image
    image.save(sink, format=chosen)
    return sink.getvalue()


def image_files(
    image: Any, artifact_file: str | None, key: str | None, step: int | None, timestamp: int | None
) -> dict[str, bytes]:
    """Path → content of the files of one image: one for ``artifact_file``; a full and a small one for ``key``.

    Raises:
        TypeError: Both or neither of ``artifact_file`` and ``key`` are given, a step without a key, or no image.
        ValueError: The shape, the numbers or the key are not allowed.
    """
    if (artifact_file is None) == (key is None):
        raise TypeError("Give either artifact_file or key, not both.")
    if key is None and (step is not None or timestamp is not None):
        raise TypeError("step and timestamp go with key, not with artifact_file.")
    whole = _pillow(image)
    if artifact_file is not None:
        return {relative_path(artifact_file): file_bytes(whole, artifact_file)}
    assert key is not None
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no name for images: letters, digits, spaces, '_', '-', '.' and '/' are allowed.")
    # The first character is no hexadecimal digit, so that the id is never taken for a number.
    drawn = uuid.uuid4()
    name = _MARKERS[drawn.int % len(_MARKERS)] + str(drawn)[1:]
    at = now() if timestamp is None else int(timestamp)
    stem = f"images/{key.replace('/', '#')}%step%{int(step or 0)}%timestamp%{at}%{name}"
    return {
        f"{stem}.png": file_bytes(whole, "a.png"),
        f"{stem}%compressed.webp": file_bytes(compress_image_size(whole), "a.webp"),
    }


def open_image(path: str) -> PIL.Image.Image:
    """The image in a local file, read into memory: the file may go afterwards."""
    image = PIL.Image.open(path)
    image.load()
    return image


def write_table_image(files: ArtifactStore, stem: str, image: Image) -> dict[str, str]:
    """Write an image that stands in a table, and return what stands in the table's file in its place.

    Args:
        files: The run's artifacts.
        stem: Path of the files without their extensions.
        image: The image.
    """
    files.write(f"{stem}.png", [file_bytes(image.to_pil(), "a.png")])
    files.write(f"{stem}.webp", [file_bytes(compress_image_size(image.to_pil()), "a.webp")])
    return {"type": "image", "filepath": f"{stem}.png", "compressed_filepath": f"{stem}.webp"}
