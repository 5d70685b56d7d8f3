"""Reading text as a buyer sees it: folding, look-alike letters, tokens, keys, known words. Pure functions."""
