"""Jobs: work that takes longer than a page."""
