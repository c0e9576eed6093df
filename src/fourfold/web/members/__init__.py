"""Members: the people who sign in, the roles they hold, and who stands in for whom."""
