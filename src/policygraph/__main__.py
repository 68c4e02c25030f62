"""The program: ``policygraph``, or ``python -m policygraph``."""

import sys


def main() -> None:
    """Run the command line. Ctrl-C is one line even while the command line is being imported."""
    try:
        from policygraph.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("policygraph: stopped\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
