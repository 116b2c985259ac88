"""The questionnaire from its first question to what is taken away from its result."""
