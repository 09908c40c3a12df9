"""A small audio dataset made of synthesised sounds, to try the whole loop on."""
