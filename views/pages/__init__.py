"""Pages that tell, and the service's own health."""
