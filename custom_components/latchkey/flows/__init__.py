"""The steps and the forms in which a person links an account, or changes what it shows."""
