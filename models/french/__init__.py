"""French as people read it: numbers, money, dates, and the staff's words for the keys of the scheme."""
