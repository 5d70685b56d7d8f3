"""Installs the engine alone in a new environment, with no dependency of the checks, and runs its command."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Install, run `countermark --version` and a small demo market's screening; any failure ends the job."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = f"{folder}/bin/python"
        pip = [python, "-m", "pip", "--disable-pip-version-check", "-q", "install"]
        locks = ["-r", ROOT / "requirements/engine.txt", "-r", ROOT / "requirements/build.txt"]
        subprocess.run([*pip, "--require-hashes", *locks], check=True)
        subprocess.run([*pip, "--no-deps", "--no-build-isolation", ROOT / "engine"], check=True)
        command = f"{folder}/bin/countermark"
        market = Path(folder) / "market"
        subprocess.run([command, "--version"], check=True)
        subprocess.run([command, "demo", market, "--listings", "300"], check=True, stdout=subprocess.DEVNULL)
        screened = subprocess.run(
            [
                command,
                "screen",
                market / "listings.parquet",
                "--references",
                market / "references",
                "--out",
                market / "findings.parquet",
            ],
            check=False,
            stdout=subprocess.DEVNULL,
        )
        sys.exit(screened.returncode)


if __name__ == "__main__":
    main()
