"""`python -m aqagen` is `aqagen`."""

from aqagen.cli import main

main()
