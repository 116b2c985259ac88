"""Figures: usage, what the scheme commits, the variety of the sample."""
