"""A step that takes 0.6 seconds, as a program: progress is shown after as many seconds as its argument says."""

import sys
import time

from generator.commands import progress

if __name__ == "__main__":
    progress._SOON = float(sys.argv[1])  # noqa: SLF001 - as tests patch it
    with progress.working("Counting moths"):
        time.sleep(0.6)
    sys.stdout.write("counted\n")
