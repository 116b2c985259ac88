"""What people fill in: a question as it is asked and read, the contact form, an event's fields."""
