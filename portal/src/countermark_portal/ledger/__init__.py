"""The ledger: what happened, append-only; the outbox; seals and receipts; ids and the clock. Knows no other module."""
