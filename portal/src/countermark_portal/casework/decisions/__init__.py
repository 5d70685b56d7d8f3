"""Decisions: facts and a policy version in, an outcome out. They supersede, never overwrite."""
