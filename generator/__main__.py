"""`python -m generator` is `papers`."""

from generator.cli import main

if __name__ == "__main__":
    main()
