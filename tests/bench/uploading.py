"""make bench-upload: 40 photographs of 8 MB into an album, as the editor sends them.

Prints the server's memory after each ten, and the most it had. Exits 1 unless it stays flat.
"""

import http.cookiejar
import io
import os
import re
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

PHOTOS, BYTES = 40, 8_000_000
GROWTH = 40  # megabytes that the server may grow between the tenth photograph and the last


def photograph():
    """A JPEG of 12 megapixels and about 8 MB."""
    from PIL import Image

    noise = Image.effect_noise((2000, 1500), 70).resize((4000, 3000))
    picture = Image.merge("RGB", (noise, noise.rotate(180), noise.transpose(0)))
    for quality in range(80, 100):
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality)
        if file.tell() >= BYTES:
            break
    return file.getvalue()


def memory(group, which):
    """Megabytes of the largest process of ``group``: ``VmRSS`` now, or ``VmHWM`` at most."""
    found = [0]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == group:
                status = (process / "status").read_text()
                found += [int(one) >> 10 for one in re.findall(rf"{which}:\s+(\d+)", status)]
        except OSError:
            continue
    return max(found)


class Editor:
    """A teacher's browser, as far as uploads need one."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def send(self, path, body=None, content_type=""):
        """What the admin answers."""
        headers = {"Host": "admin.localhost"}
        if body is not None:
            token = next((one.value for one in self.cookies if "csrf" in one.name), "")
            headers |= {"Content-Type": content_type, "X-CSRFToken": token}
        request = urllib.request.Request(self.base + path, body, headers)
        with self.opener.open(request) as answer:
            return answer.read()

    def sign_in(self, name, password):
        """Through the page of the admin."""
        self.send("/admin/login/")
        form = urllib.parse.urlencode({"username": name, "password": password})
        self.send("/admin/login/", form.encode(), "application/x-www-form-urlencoded")

    def upload(self, path, name, data):
        """One file, as a form sends it."""
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = (
            head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + data + f"\r\n--{mark}--".encode()
        )
        return self.send(path, body, f"multipart/form-data; boundary={mark}")


SETUP = """
from tests.factories import column_of, make_district, make_school, make_user
make_district()
site = make_school("shiyan")
make_user("bench.editor", "林老师", site=site, role="school-editor")
print(column_of(site).pk)
"""


def main():
    """Build a small world, serve it, upload."""
    from tests.bench.run import World

    with tempfile.TemporaryDirectory(prefix="sitehub-bench-") as folder:
        world = World("sqlite", 2, folder)
        world.run("manage.py", "migrate", "--verbosity", "0")
        world.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        column = world.run("manage.py", "shell", "--no-imports", "-c", SETUP).split()[-1]
        data = photograph()
        with world.serving() as (port, group):
            return upload(Editor(port), group, f"/admin/albums/{column}/photo/", data)


def upload(editor, group, path, data):
    """Send the photographs; 1 if the server's memory grew."""
    editor.sign_in("bench.editor", "correct horse")
    sizes = [memory(group, "VmRSS")]
    print(f"{len(data) / 1e6:.1f} MB each; server before: {sizes[0]} MB")
    for number in range(1, PHOTOS + 1):
        started = time.perf_counter()
        answer = editor.upload(path, f"DSC {number}.jpg", data + b"%d" % number)
        took = time.perf_counter() - started
        assert b'"photo"' in answer, answer[:300]
        if number % 10 == 0:
            sizes.append(memory(group, "VmRSS"))
            print(f"after {number}: {sizes[-1]} MB, the last in {took:.1f} s")
    print(f"most: {memory(group, 'VmHWM')} MB")
    return 1 if sizes[-1] - sizes[1] > GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
