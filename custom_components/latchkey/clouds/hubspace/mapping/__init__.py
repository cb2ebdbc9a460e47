"""The vendor's words in the words of a home, and back: pure functions, a file for each family of devices."""
