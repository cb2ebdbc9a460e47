"""The specification of `auth`, against a model of a vendor."""
