"""The demo as an install serves it: collected static files, granian, nginx by deploy/nginx.conf."""

import os
import re
import secrets
import socket
import ssl
import subprocess
import sys
import time
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 120


def free_port():
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class World:
    """A private install below ``folder``. ``port`` is nginx's."""

    def __init__(self, folder):
        self.folder, self.port, self.inner = Path(folder), free_port(), free_port()
        self.processes = []
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "sitehub.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "SITEHUB_VAR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.folder}/db.sqlite3",
            "PUBLIC_SCHEME": "https",
            "PUBLIC_PORT": str(self.port),
            "ALLOWED_HOSTS": "*",
        }

    def build(self):
        """The tables and the demo's content."""
        for command in (["migrate", "--verbosity", "0"], ["demo", "--force"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True,
                           stdout=subprocess.DEVNULL)  # fmt: skip

    def __enter__(self):
        log = (self.folder / "server.log").open("ab")
        command = ["tools/serve", "--port", str(self.inner), "--workers", "1"]
        self.processes.append(
            subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        )
        certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                       "-subj", "/CN=localhost", "-keyout", self.folder / "privkey.pem",
                       "-out", self.folder / "fullchain.pem"]  # fmt: skip
        subprocess.run(certificate, check=True, stderr=subprocess.DEVNULL)
        conf = self.folder / "nginx.conf"
        conf.write_text(self.nginx(), encoding="utf-8")
        command = [
            "nginx",
            "-c",
            str(conf),
            "-p",
            str(self.folder),
            "-e",
            str(self.folder / "nginx.log"),
        ]
        self.processes.append(subprocess.Popen(command, stdout=log, stderr=log))
        return self

    def __exit__(self, *_error):
        for process in reversed(self.processes):
            process.terminate()
            process.wait(timeout=60)

    def nginx(self):
        """deploy/nginx.conf at our ports and folders, with a certificate nobody signed."""
        sample = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
        plain = sample[: sample.index("server {")] + sample[sample.rindex("server {") :]
        for pattern, text in [
            (r"server 127\.0\.0\.1:8000", f"server 127.0.0.1:{self.inner}"),
            (r"listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"),
            (r"(?m)^\s*listen \[::\].*\n", ""),
            (r"/etc/ssl/sitehub", str(self.folder)),
            (r"/srv/sitehub/var", str(self.folder)),
            (r"proxy_set_header Host \$host;", "proxy_set_header Host $http_host;"),
        ]:
            plain = re.sub(pattern, text, plain)
        return (
            f"daemon off; pid {self.folder}/nginx.pid; events {{}}\n"
            f"http {{ include /etc/nginx/mime.types; access_log off;\n{plain}\n}}\n"
        )

    def wait(self, url):
        """Return when ``url`` is answered, perhaps by leading on. Raises TimeoutError."""
        parts, until = urlsplit(url), time.monotonic() + SECONDS_TO_START
        trusting = ssl._create_unverified_context()
        while time.monotonic() < until:
            door = HTTPSConnection("127.0.0.1", self.port, timeout=10, context=trusting)
            try:
                door.request("GET", parts.path, headers={"Host": parts.netloc})
                if door.getresponse().status < 400:
                    return
            except OSError:
                pass
            finally:
                door.close()
            time.sleep(0.5)
        raise TimeoutError(f"{url}: see {self.folder}/server.log and nginx.log")
