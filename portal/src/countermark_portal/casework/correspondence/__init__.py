"""Messages between the parties of a case and the desk."""
