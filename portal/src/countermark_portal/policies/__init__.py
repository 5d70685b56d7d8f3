"""Versioned rule files: reason codes, clocks, ladders, tiers. Data that people read, and the code that reads them."""
