"""The pages that Keycloak shows on the way to a code."""

from html import escape
from urllib.parse import urlencode


def login_form(action: str, message: str = "") -> str:
    """Return the page that asks for the email address and the password."""
    fields = (
        '<input id="username" name="username" type="text" autocomplete="username">'
        '<input id="password" name="password" type="password" autocomplete="current-password">'
        '<input id="id-hidden-input" name="credentialId" type="hidden">'
    )
    return _page(_form("kc-form-login", action, fields, message))


def code_form(action: str, message: str = "") -> str:
    """Return the page that asks for the code that was mailed."""
    fields = (
        '<input id="emailCode" name="emailCode" type="text" autocomplete="one-time-code">'
        '<input name="flowName" type="hidden" value="doLogIn">'
        '<button name="action" value="submit">Log in</button>'
        '<button name="action" value="resend">Send another code</button>'
    )
    return _page(_form("kc-otp-login-form", action, fields, message))


def error(message: str) -> str:
    """Return the page of a login that cannot go on."""
    return _page(f'<div id="kc-error-message"><p class="instruction">{escape(message)}</p></div>')


def action(path: str, **query: str) -> str:
    """Return where a form goes, as it stands in the page's source."""
    return escape(f"{path}?{urlencode(query)}")


def _form(form_id: str, form_action: str, fields: str, message: str) -> str:
    feedback = f'<span class="kc-feedback-text">{escape(message)}</span>' if message else ""
    return f'{feedback}<form id="{form_id}" action="{form_action}" method="post">{fields}</form>'


def _page(body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>Sign in to thd</title></head><body>{body}</body></html>"
