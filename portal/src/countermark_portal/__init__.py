"""The portal: one place where notices, decisions, measures, appeals and restorations are worked on."""
