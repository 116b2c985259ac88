"""The content: questionnaire, offers, tariff and texts as one versioned TOML file, and the loader that checks it."""
