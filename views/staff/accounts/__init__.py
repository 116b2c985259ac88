"""Who may come in: signing in, one's own account, the team's."""
