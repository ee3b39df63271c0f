"""Photos and documents: uploads are kept, ids can be sent again."""

import re
import struct

from tests.fakes.telegram.calls import Call, method
from tests.fakes.telegram.chats import Json
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.limits import PHOTO_BYTES
from tests.fakes.telegram.methods_messages import caption, publish
from tests.fakes.telegram.params import Upload

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
_LARGEST_SIDES = 10_000


@method("sendPhoto")
def send_photo(call: Call) -> Json:
    """A picture."""
    words = caption(call.params)
    chat = call.chat()
    file_id = _file(call, "photo")
    upload = call.world.files[file_id]
    if len(upload.content) > PHOTO_BYTES:
        raise bad_request(f"file of size {len(upload.content)} bytes is too big for a photo")
    return publish(call, chat, {"photo": [photo_size(file_id, upload)], **words})


@method("sendDocument")
def send_document(call: Call) -> Json:
    """Any file."""
    words = caption(call.params)
    chat = call.chat()
    file_id = _file(call, "document")
    return publish(call, chat, {"document": document(file_id, call.world.files[file_id]), **words})


@method("getFile")
def get_file(call: Call) -> Json:
    """Where a file can be fetched."""
    file_id = call.params.text("file_id")
    upload = call.world.files.get(file_id)
    if upload is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {**_identity(file_id, upload), "file_path": f"files/{file_id}"}


def _file(call: Call, kind: str) -> str:
    given = call.params.text(kind)
    upload = call.params.files.get(given.removeprefix("attach://") if given else kind)
    if upload is not None:
        return _kept(call, kind, upload)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if re.match(r"https?://", given):
        raise bad_request("failed to get HTTP URL content")
    if given not in call.world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return given


def _kept(call: Call, kind: str, upload: Upload) -> str:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        if not upload.content.startswith(_PICTURES):
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(_sides(upload.content)) > _LARGEST_SIDES:
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return call.world.store(upload)


def _sides(picture: bytes) -> tuple[int, int]:
    if picture.startswith(b"\x89PNG") and len(picture) >= 24:
        width, height = struct.unpack(">II", picture[16:24])
        return int(width), int(height)
    return 1280, 720


def _identity(file_id: str, upload: Upload) -> Json:
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id[-8:]}",
        "file_size": len(upload.content),
    }


def photo_size(file_id: str, upload: Upload) -> Json:
    """The `PhotoSize` object."""
    width, height = _sides(upload.content)
    return {**_identity(file_id, upload), "width": width, "height": height}


def document(file_id: str, upload: Upload) -> Json:
    """The `Document` object."""
    return {
        **_identity(file_id, upload),
        "file_name": upload.name,
        "mime_type": upload.mime,
    }
