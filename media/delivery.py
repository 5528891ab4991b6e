"""Hand out a file: whole or in part, with headers that keep a browser from running it."""

from pathlib import PurePath
from urllib.parse import quote

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import http_date, parse_etags

from .storages import UnsatisfiableRange

UNSAFE_TO_SHOW = "default-src 'none'; sandbox"
# A sandbox keeps Chromium's PDF viewer from starting.
SHOWN = {"application/pdf": "default-src 'none'"}
PLAYABLE = ("image/", "audio/", "video/")
RETRY_AFTER_SECONDS = "30"


def deliver(request, storage, name, *, content_type, cache_control, file_name=""):
    """The response with the file ``name`` of ``storage``; 404 if there is none, 503 if it is down.

    With ``file_name`` it is a download under this name, unless a browser can
    show the kind safely.
    """
    try:
        fetched = storage.fetch(name, request.headers.get("Range", "").strip())
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, SuspiciousOperation) as error:
        raise Http404 from error
    except UnsatisfiableRange:
        return HttpResponse(status=416)
    except OSError:
        return HttpResponse(status=503, headers={"Retry-After": RETRY_AFTER_SECONDS})
    partial = fetched.last - fetched.first + 1 < fetched.total
    response = _body(request, fetched, content_type)
    if partial and response.status_code == 200:
        response.status_code = 206
        response["Content-Range"] = f"bytes {fetched.first}-{fetched.last}/{fetched.total}"
    response["ETag"] = fetched.etag
    response["Last-Modified"] = http_date(fetched.modified.timestamp())
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SHOWN.get(content_type, UNSAFE_TO_SHOW)
    if file_name:
        response["Content-Disposition"] = disposition(content_type, file_name)
    return response


def _body(request, fetched, content_type):
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if fetched.etag in known or f"W/{fetched.etag}" in known:
        fetched.chunks.close()
        return HttpResponseNotModified()
    if request.method == "HEAD":
        fetched.chunks.close()
        response = HttpResponse(content_type=content_type)
    else:
        response = StreamingHttpResponse(fetched.chunks, content_type=content_type)
    response["Content-Length"] = str(fetched.last - fetched.first + 1)
    return response


def disposition(content_type, file_name):
    """How a browser is told to save a file, Chinese names included."""
    how = "inline" if content_type in SHOWN or content_type.startswith(PLAYABLE) else "attachment"
    plain = file_name.encode("ascii", "ignore").decode().replace('"', "").strip()
    if not PurePath(plain).stem.strip("."):
        plain = "file" + PurePath(file_name).suffix
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
