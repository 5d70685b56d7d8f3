"""Finding terms (marks, nicknames, phrases) in the words of a batch, however they are written.

`terms` compiles terms to sorted tables of keys. `exact` finds them written plainly. `candidates` finds what may be one
written otherwise, `walks` and `spelling` read it letter by letter and say how, `verdicts` decides what it says.
`matcher` runs all of them over a batch and remembers what it found out about each word.
"""
