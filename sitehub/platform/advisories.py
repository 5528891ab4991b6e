"""Known advisories against installed packages, asked of pip-audit."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path

IGNORED = Path(__file__).parent / "ignored_advisories.txt"
TIME_LIMIT_SECONDS = 120


@dataclass
class Report:
    """What the service said. ``reached`` is False where it gave no answer at all."""

    reached: bool
    checked: int = 0
    unchecked: int = 0
    findings: list[dict] = field(default_factory=list)


def audit(requirements=None, *, time_limit=TIME_LIMIT_SECONDS):
    """Ask about the packages of a requirements file, or about those installed here.

    Returns a Report; advisories named in ``ignored_advisories.txt`` are left out.
    A package the service does not know counts as unchecked, never as safe.
    """
    with tempfile.TemporaryDirectory() as folder:
        if requirements is None:
            requirements = Path(folder) / "installed.txt"
            requirements.write_text(installed())
        command = [
            sys.executable, "-m", "pip_audit", "--requirement", str(requirements),
            "--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off",
            "--cache-dir", folder,
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603
                command, capture_output=True, text=True, timeout=time_limit, check=False
            )
            return read(json.loads(done.stdout))
        except (subprocess.TimeoutExpired, json.JSONDecodeError):
            # Without an answer pip-audit prints no JSON: no network, or a refusal.
            return Report(reached=False)


def read(answer):
    """The Report of pip-audit's JSON ``answer``."""
    packages = answer["dependencies"]
    checked = [one for one in packages if "skip_reason" not in one]
    ignored = ignored_ids()
    findings = [
        {
            "name": one["name"],
            "version": one["version"],
            "id": advisory["id"],
            "fix": ", ".join(advisory["fix_versions"]),
        }
        for one in checked
        for advisory in one["vulns"]
        if ignored.isdisjoint({advisory["id"], *advisory.get("aliases", [])})
    ]
    return Report(
        reached=bool(checked),
        checked=len(checked),
        unchecked=len(packages) - len(checked),
        findings=findings,
    )


def ignored_ids():
    """Ids listed in the ignore file. Raises ValueError for one without a reason."""
    ids = set()
    for line in IGNORED.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, reason = line.partition(" ")
        if not reason.strip():
            raise ValueError(f"{IGNORED.name}: {name} has no reason")
        ids.add(name)
    return ids


def installed():
    """Name and version of each package in this environment, as requirement lines."""
    return "".join(sorted(f"{one.name}=={one.version}\n" for one in distributions()))
