"""What becomes of an uploaded photograph: checked, turned upright, stripped, and made small."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 20 * 1024 * 1024
# What a camera makes, and still 150 MB in memory; a few kilobytes of PNG can unfold into more.
MAX_PIXELS = 50_000_000
LONGEST_EDGE = 4000  # pixels; more than a screen or a newspaper column can show
WIDTHS = (480, 960, 1600)  # pixels: a phone, a column, a column on a sharp screen
JPEG_QUALITY = 88  # 0 to 100; the copies are made from the photograph, not from this
WEBP_QUALITY = 80

# What Pillow raises over files that are cut off or say wrong things of themselves
_DAMAGED = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError)
_BROKEN = (*_DAMAGED, struct.error, zlib.error, OverflowError)


class PictureError(Exception):
    """A file that cannot be shown as a photograph; the text tells an editor why."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A photograph in one size, encoded."""

    width: int  # pixels
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph as it is kept: in full as JPEG, and copies by width as WebP, no metadata."""

    full: Rendition
    copies: tuple[Rendition, ...]  # the narrowest first


def read_photograph(file: IO[bytes]) -> Photograph:
    """Make of an uploaded file what readers may be shown.

    Raises:
        PictureError: it is no JPEG, PNG or WebP, damaged, animated, or too large.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PictureError(f"文件太大：最多 {MAX_BYTES // 1024 // 1024} MB。请缩小后再上传。")
    image = _open(data)
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _too_many(f"{width}×{height}")
    # Some cameras put a second photograph, of depth or small, behind the first.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise PictureError("这是动图；请换一张静止的照片。")
    try:
        image = _decoded(image)
    except _BROKEN as error:
        raise PictureError("图片损坏或不完整，没有读完；请重新导出后再上传。") from error
    return Photograph(
        full=_jpeg(image),
        copies=tuple(
            _webp(image, width) for width in sorted({min(w, image.width) for w in WIDTHS})
        ),
    )


def _open(data: bytes) -> Image.Image:
    """The image as its first bytes describe it; nothing is decoded yet."""
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many("解开以后") from error
    except UnidentifiedImageError as error:
        raise PictureError("这不是图片，或不是 JPEG、PNG、WebP 格式。") from error
    except _BROKEN as error:
        raise PictureError("图片损坏，打不开；请重新导出后再上传。") from error


def _too_many(size: str) -> PictureError:
    limit = MAX_PIXELS // 10_000
    return PictureError(f"图片的像素太多（{size}）：最多 {limit} 万像素。请缩小后再上传。")


def _decoded(image: Image.Image) -> Image.Image:
    """The pixels alone, upright, in sRGB on white, no edge too long."""
    # A large JPEG is decoded to a fraction of its size at once.
    image.draft(image.mode, (LONGEST_EDGE, LONGEST_EDGE))
    image.load()
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    image.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")  # 16 bits of grey
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        image = _in_srgb(image, profile)
    pixels = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        pixels.paste(image, mask=image.getchannel("A"))
    else:
        pixels.paste(image.convert("RGB"))
    return pixels


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The same colours without the profile; a profile that makes no sense is passed over."""
    try:
        colours = ImageCms.ImageCmsProfile(BytesIO(profile))
        standard = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, colours, standard, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _jpeg(image: Image.Image) -> Rendition:
    kept = BytesIO()
    image.save(kept, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return Rendition(image.width, image.height, kept.getvalue())


def _webp(image: Image.Image, width: int) -> Rendition:
    height = max(1, round(image.height * width / image.width))
    copy = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    kept = BytesIO()
    copy.save(kept, "WEBP", quality=WEBP_QUALITY, method=4)
    return Rendition(width, height, kept.getvalue())
