"""Events and their tablets."""
