"""A real Elasticsearch: one for all workers of a run, gone when the last of them is."""

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from tests.plugins.requirements import ELASTICSEARCH

START_SECONDS = 120
SETTINGS = """\
discovery.type: single-node
http.port: {port}
transport.port: 0
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""
# The first two halve the time until it answers.
JVM_OPTIONS = """\
-XX:+UseSerialGC
-XX:TieredStopAtLevel=1
-Xms512m
-Xmx512m
-Djava.io.tmpdir=${ES_TMPDIR}
"""
# Whoever uses the server holds a shared lock on the file that tells its address. When all have
# let go, killed or not, flock gets the file: it empties it and stops the server.
RUN = """\
told=$1 folder=$2; shift 2
"$@" & server=$!
flock "$told" sh -c ': >"$0"; kill "$1"' "$told" $server & watcher=$!
wait $server
kill $watcher 2>/dev/null
rm -rf "$folder"
"""


def start(told, log, options=JVM_OPTIONS):
    """Start a server that runs as long as anyone holds a lock on ``told``; returns its URL."""
    folder = Path(tempfile.mkdtemp(prefix="sitehub-es-"))
    command, environment, url = prepare(folder, options)
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", RUN, "run", told, folder, *command],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True, env=environment,
        )  # fmt: skip
    wait_until_ready(url, process, log)
    return url


def prepare(folder, options=JVM_OPTIONS):
    """Put a server into ``folder``; returns its command, environment and URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # A copy: the server may run as somebody who cannot read the original, and writes beside it.
    home = shutil.copytree(ELASTICSEARCH, folder / "home")
    (home / "config/elasticsearch.yml").write_text(SETTINGS.format(port=port))
    (home / "config/jvm.options").write_text(options)
    for name in ("data", "logs", "tmp"):
        (home / name).mkdir(exist_ok=True)
    command = ["bash", f"{home}/bin/elasticsearch"]
    if os.geteuid() == 0:  # which it refuses to run as
        subprocess.run(["chown", "-R", "nobody:nogroup", folder], check=True)
        who = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        command = ["setpriv", *who, "--", *command]
    java = Path(shutil.which("java")).resolve().parent.parent
    environment = {
        "PATH": os.environ["PATH"], "ES_JAVA_HOME": str(java), "ES_TMPDIR": str(home / "tmp"),
    }  # fmt: skip
    return command, environment, f"http://127.0.0.1:{port}"


def wait_until_ready(url, process, log):
    """Return when the server at ``url`` answers; fail with the end of its log if it does not."""
    health = f"{url}/_cluster/health?wait_for_status=green&timeout=10s"
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(health, timeout=15):
                process.returncode = 0  # it is not waited for: it outlives whoever started it
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("Elasticsearch did not start:\n" + log.read_text(errors="replace")[-3000:])


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory, worker_id):
    """Address of the run's one server, started by whoever asks first.

    Workers share it: names of indexes begin with ``worker_id``.
    """
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent  # of all workers
    with (folder / "elasticsearch").open("a+") as told:
        fcntl.flock(told, fcntl.LOCK_SH)
        with (folder / "elasticsearch-lock").open("w") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            told.seek(0)
            url = told.read()
            if not url:
                url = start(Path(told.name), folder / "elasticsearch.log")
                told.write(url)
                told.flush()
        yield url
