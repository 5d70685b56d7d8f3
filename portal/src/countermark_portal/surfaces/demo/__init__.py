"""Pages of the demo alone: signing in without a password, and one case played through all roles."""
