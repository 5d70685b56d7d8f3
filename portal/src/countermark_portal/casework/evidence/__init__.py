"""Evidence: captures of listings, hashes, holds."""
