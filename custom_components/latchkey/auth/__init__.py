"""OAuth 2.0 for clouds that log in with a password: tokens, grants, the session, secrets."""
