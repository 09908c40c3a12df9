"""The report in miniature: ESC-10's recordings, the product's own commands, a table.

`recordings` reads ESC-10, `compose` makes scenes of it, `questions` asks about them, `dataset`
writes both as TACOS and DCASE 2025 have them, `noise` spoils them, `stages` runs the commands,
`arms` says which, `statistics`, `report` and `figure` make the table.
"""
