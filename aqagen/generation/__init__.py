"""From a source row to an item: prompt, endpoint, parsing, and the run that ties them."""
