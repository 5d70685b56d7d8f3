"""Reasons for and against suspicion, one a file: a batch in, evidence columns out. No signal imports another."""
