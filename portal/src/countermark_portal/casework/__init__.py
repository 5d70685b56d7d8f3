"""Casework: from a suspicion or a notice to a decision, its effect, and its undoing. One Django app."""
