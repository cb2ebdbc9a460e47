"""Taking over the entities of the integration that showed an account before, and giving them back."""
