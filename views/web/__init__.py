"""What every page stands on: the door, the visit at hand, rendering, errors, security, logs, static files."""
