"""The pages of the vendor's Keycloak server, read with suspicion."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import override
from urllib.parse import parse_qs, urlsplit

LOGIN_FORM = "kc-form-login"
OTP_FORM = "kc-otp-login-form"

MAX_PAGE = 512 * 1024
"""Characters of a page that are looked at; the vendor's pages have less than a tenth of them."""

_FORM_FIELDS = ("session_code", "execution", "tab_id")
_FEEDBACK_CLASS = "kc-feedback-text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page of the login asks for."""

    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By a form's id, the query that an answer to it must carry."""

    feedback: str = ""
    """What the vendor says about the last answer, such as "Invalid access code."."""


def parse_page(text: str) -> Page:
    """Return the forms of a page that can be answered; raises nothing."""
    parser = _PageParser()
    parser.feed(text[:MAX_PAGE])
    return Page(forms=parser.forms, feedback=parser.feedback.strip())


def parse_query(url: str) -> dict[str, str]:
    """Return the query of a URL, the first value of each name; empty where it is no URL."""
    try:
        query = parse_qs(urlsplit(url).query, max_num_fields=100)
    except ValueError:
        return {}
    return {name: values[0] for name, values in query.items()}


class _PageParser(HTMLParser):
    """Finds forms, and the sentence that goes with them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.feedback = ""
        self._in_feedback = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form or the start of the sentence."""
        attributes = dict(attrs)
        classes = (attributes.get("class") or "").split()
        self._in_feedback = tag == "span" and _FEEDBACK_CLASS in classes
        query = parse_query(attributes.get("action") or "")
        if tag == "form" and all(name in query for name in _FORM_FIELDS):
            # Only these fields count: where the form is sent to is not for the page to say.
            self.forms[attributes.get("id") or ""] = {name: query[name] for name in _FORM_FIELDS}

    @override
    def handle_endtag(self, tag: str) -> None:
        """Note the end of the sentence."""
        self._in_feedback = False

    @override
    def handle_data(self, data: str) -> None:
        """Note the sentence."""
        if self._in_feedback:
            self.feedback += data
