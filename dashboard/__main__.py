"""`python -m dashboard` is `guichet`."""

from dashboard.cli import main

main()
