"""The pages: each checks nothing, computes nothing, and shows one answer of the floors below."""
