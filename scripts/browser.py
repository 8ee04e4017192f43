"""Find or install a browser for the tests and pictures; say the one command to run where none can be had.

Order: one on the path, the test tool's own download, Debian's package when we are root. Of each first the shell
without windows: the same engine at half the CPU.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIANS = ("chromium-headless-shell", "chromium")


def find() -> str | None:
    """The path of a usable Chromium, or None."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return _downloaded()


def _downloaded() -> str | None:
    from playwright.sync_api import sync_playwright  # only where the test tools are installed

    try:
        with sync_playwright() as playwright:
            whole = Path(playwright.chromium.executable_path)
    except Exception as problem:
        print(f"The browser's driver does not start yet: {problem}", file=sys.stderr)
        return None
    shells = whole.parents[2].glob("chromium_headless_shell-*/*/*headless*shell")
    return next((str(path) for path in (*shells, whole) if path.exists()), None)


def _driver_starts() -> bool:
    """The test tool's driver stands on a library that the smallest Debian lacks."""
    tried = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, check=False)
    return tried.returncode == 0


def install() -> str | None:
    _quietly(sys.executable, "-m", "playwright", "install", "--only-shell", "chromium")
    if path := find():
        return path
    for package in DEBIANS if _may_install() else ():
        _install(package)
        if path := find():
            return path
    return None


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(package: str) -> None:
    _quietly("apt-get", "update", "-qq")
    _quietly("apt-get", "install", "-y", "-qq", package)


def _quietly(*command: str) -> None:
    """Try; whether it helped is seen by looking for the browser again."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, env=environment, capture_output=True, timeout=900, check=False)
    except subprocess.TimeoutExpired:
        print(f"{command[0]} took too long", file=sys.stderr)


def main() -> int:
    if not _driver_starts() and _may_install():
        _install("libatomic1")
    if find() or install():
        return 0
    print("The browser tests need Chromium and none could be installed.", file=sys.stderr)
    print("Run once:  sudo apt-get install chromium-headless-shell libatomic1", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
