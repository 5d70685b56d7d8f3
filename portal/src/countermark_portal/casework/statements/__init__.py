"""Statements of reasons and the other letters of a case: said in words once, frozen, and sent as they were said."""
