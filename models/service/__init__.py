"""What is true of the service without a request: its settings, its mail, its upkeep."""
