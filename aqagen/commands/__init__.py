"""What each command does, without its flags: `aqagen/cli.py` parses them and calls here."""
