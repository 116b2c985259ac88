"""What a person types to be reached, read strictly and refused in words: pure, no network, no database."""
