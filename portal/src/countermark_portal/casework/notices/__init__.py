"""Notices from rights holders and the public, and their triage."""
