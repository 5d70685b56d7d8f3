"""Facts about sellers: worked out over a whole feed in a first pass, and found again while screening.

Screening sees one batch at a time; that a seller names forty brands, or that its texts are another's, shows
only in a pass over everything. The facts are of the catalogue alone: nothing is known of persons, orders,
complaints.
"""
