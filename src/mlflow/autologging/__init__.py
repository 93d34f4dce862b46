"""Training watched: the mechanism that all libraries share, and one room per library."""
