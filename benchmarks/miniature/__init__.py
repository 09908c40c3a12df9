"""The report in miniature: ESC-10's recordings, the product's own commands, a table.

`recordings` reads ESC-10, `compose` makes scenes of it, `questions` asks about them, `dataset`
writes both as TACOS and DCASE 2025 have them, `noise` spoils them, `careless` serves such items.
`plan` says what is run, `stages` runs it (`steps`: each command once; `difficulty`: what no command
does). `results` and `statistics` read it back, `report` makes the page, with `figure`, `baseline`
and `lineage`.
"""
