"""The seller's side, opened by the signed link of a letter: on a phone, without an account."""
