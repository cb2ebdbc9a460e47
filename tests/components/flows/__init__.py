"""Linking an account, step by step, as a person does it."""
