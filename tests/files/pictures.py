"""Small files of each kind, made on the spot."""

from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(form: str = "PNG", size: tuple[int, int] = (8, 6), **saving: object) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(target, form, **saving)
    return target.getvalue()


def photo_with_a_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif[0x0112] = 6
    return picture("JPEG", exif=exif)


OF_KIND = {
    "image/png": picture("PNG"),
    "image/gif": picture("GIF"),
    "image/bmp": picture("BMP"),
    "image/tiff": picture("TIFF"),
    "image/jpeg": picture("JPEG"),
    "application/pdf": PDF,
}
