"""`python -m autoblog`."""

from autoblog.cli import main

if __name__ == "__main__":
    main()
