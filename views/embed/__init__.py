"""The questionnaire in another site's page."""
