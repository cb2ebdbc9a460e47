"""Proof Key for Code Exchange."""

import re

from custom_components.latchkey.auth.pkce import code_challenge, create_code_verifier


def test_a_verifier_is_fresh_each_time_and_made_of_what_rfc_7636_allows() -> None:
    verifiers = {create_code_verifier() for _ in range(100)}
    assert len(verifiers) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9\-._~]{43,128}", verifier) for verifier in verifiers)


def test_the_challenge_is_that_of_the_example_in_rfc_7636_appendix_b() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert code_challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
