"""The API for programs: of rights holders and their agents, and of the marketplaces themselves. docs/api.md."""
