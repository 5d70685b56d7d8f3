"""Pages of policies: what counts, what is proposed, what nobody has checked."""
