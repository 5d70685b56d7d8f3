"""Pages of the registry: rights holders show what is theirs, the desk checks it."""
