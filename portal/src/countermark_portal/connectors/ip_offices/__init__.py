"""Reads records of rights as offices publish them: WIPO ST.66 and ST.96, also in a zip, and a CSV of many rights."""
