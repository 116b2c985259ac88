"""The content: the questionnaire, offers, tariff and texts as one versioned TOML file, and the loader that reads and checks it."""
