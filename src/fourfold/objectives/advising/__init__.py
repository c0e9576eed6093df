"""What advice is made of: comparable periods, facts, peers, expected values, points, sentences."""
