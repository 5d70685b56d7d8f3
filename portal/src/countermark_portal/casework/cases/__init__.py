"""Cases: one for a listing and a brand; their state, who works on them, their clocks."""
