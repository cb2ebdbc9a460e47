"""Proof that who exchanges a code is who asked for it (RFC 7636)."""

import hashlib
import secrets
from base64 import urlsafe_b64encode


def create_code_verifier() -> str:
    """Return a fresh code verifier (section 4.1)."""
    return secrets.token_urlsafe(32)


def code_challenge(code_verifier: str) -> str:
    """Return the challenge of a verifier, by the method S256 (section 4.2)."""
    digest = hashlib.sha256(code_verifier.encode("ascii")).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
