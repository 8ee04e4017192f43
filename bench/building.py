"""``python -m bench.building FILE CASES WHAT``: fills a new data set, in a process that ends with it."""

import sys
from pathlib import Path

from bench.boot import boot

if __name__ == "__main__":
    boot(Path(sys.argv[1]))
    from bench import dataset

    dataset.build(int(sys.argv[2]), sys.argv[3])
