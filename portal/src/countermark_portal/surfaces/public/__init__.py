"""Pages for everyone: what this is, the form for a notice without account, the notifier's own page of it."""
