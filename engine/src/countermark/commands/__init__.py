"""The commands, one module a group. Each translates arguments to calls and results to words; no logic here."""
