"""The tablet of an event, whoever looks after it, and the phone that follows."""
