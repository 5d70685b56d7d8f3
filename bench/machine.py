"""What the figures were measured on."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parent.parent
PACKAGES: Final = (
    "countermark", "pyarrow", "numpy", "rapidfuzz", "ahocorasick-rs", "wordfreq", "msgspec", "flashtext",
    "pyahocorasick", "polars",
)  # fmt: skip


def facts() -> dict[str, str]:
    """Everything worth telling, by what it is."""
    return {
        "Date": dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "Processor": _processor(),
        "Cores": _cores(),
        "Memory": _memory(),
        "System": f"{platform.system()} {platform.release().partition('-')[0]}, {_libc()}",
        "Python": platform.python_version(),
        "Commit": _commit(),
        "Packages": ", ".join(f"{name} {_version(name)}" for name in PACKAGES),
        "Load before": " ".join(f"{load:.2f}" for load in os.getloadavg()),
    }


def _commit() -> str:
    """Which state of the repository was measured."""
    asked = ("rev-parse --short HEAD", "status --porcelain -- engine bench")
    try:
        head, changed = (
            subprocess.run(
                ["git", *what.split()], cwd=_ROOT, check=True, capture_output=True, text=True
            ).stdout.strip()
            for what in asked
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{head}, with changes that are not committed" if changed else head


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _processor() -> str:
    told = dict(re.findall(r"^([\w ]+?)\s*: (.*)$", _read("/proc/cpuinfo"), re.MULTILINE))
    family = f", family {told['cpu family']} model {told['model']}" if "cpu family" in told else ""
    cache = _read("/sys/devices/system/cpu/cpu0/cache/index3/size")
    return f"{told.get('model name', platform.machine())}{family}{f', L3 {cache}' if cache else ''}"


def _cores() -> str:
    count = os.cpu_count() or 1
    siblings = _read("/sys/devices/system/cpu/cpu0/topology/thread_siblings_list")
    if not siblings:
        return f"{count}; the system does not say whether two are threads of one core"
    shared = len(re.split("[,-]", siblings)) > 1
    told = "threads that share cores" if shared else "no two threads of one core"
    host = " (as the virtual machine is told; see the limits for how they scale)" if _virtual() else ""
    return f"{count}, {told}{host}"


def _virtual() -> bool:
    return " hypervisor" in _read("/proc/cpuinfo")


def _memory() -> str:
    found = re.search(r"MemTotal:\s+(\d+) kB", _read("/proc/meminfo"))
    return f"{int(found[1]) / 2**20:.1f} GiB" if found else "unknown"


def _libc() -> str:
    return " ".join(platform.libc_ver())


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
