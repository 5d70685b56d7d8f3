"""The only door from casework to the engine."""
