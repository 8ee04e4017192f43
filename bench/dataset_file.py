"""Where a data set lies: a file named after its size and everything it was built from."""

import hashlib
from pathlib import Path

_HERE = Path(__file__).parent
_BUILDERS = ("words", "histories", "rows", "people", "forms", "centre_rows", "desk_rows", "dataset")


def path_for(folder: Path, cases: int, what: str = "cases") -> Path:
    """Another table or another builder is another file, so that nothing old is measured by mistake. ``what`` is
    "cases", held by both halves, or "desk" or "centre", by one alone."""
    package = _HERE.parent / "src" / "zgoda"
    sources = [_HERE / f"{name}.py" for name in _BUILDERS] + sorted(package.rglob("migrations/0*.py"))
    told = hashlib.blake2b(b"".join(source.read_bytes() for source in sources), digest_size=4).hexdigest()
    return folder / f"{what}-{cases}-{told}.sqlite3"


def clear(folder: Path, keep: Path) -> None:
    """Forget files of the same size that were built from something else."""
    size = keep.name.rpartition("-")[0]
    for old in folder.glob(f"{size}-*"):
        if not old.name.startswith(keep.name):
            old.unlink()
