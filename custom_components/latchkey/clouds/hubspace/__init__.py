"""Hubspace, the smart home of The Home Depot, on the cloud of Afero."""
