"""Accounts, as they live in a real Home Assistant: followed, asked, kept, given back."""
