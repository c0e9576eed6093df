"""The corpus of bad inputs: for each case a recipe that makes its bytes and what must come of it."""
