"""Whole lives of accounts, in real processes."""
