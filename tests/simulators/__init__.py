"""The vendors as local servers that speak their real protocols over TLS on their real host names."""
