"""Accompanying a company: its consultant's pages, which the team opens too."""
