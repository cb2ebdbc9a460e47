"""What a person must know to use the demo."""

from typing import Final

from ..simulators import vendors
from . import dashboard, other_home, owner
from .home_assistant import HomeAssistant
from .other_home import OtherHome

BANNER: Final = """
Open   {url}
  username       {username}
  password       {password}

There: Settings, Devices & services, Add integration, Latchkey. What you can link:

Hubspace, Honeywell evohome, BTicino (simulated)
  email          {email}
  password       {vendor_password}
  code           Hubspace mails one: it appears here
  PIN            {pin} disarms the security system of Hubspace

Another Home Assistant (real)
  address        {other_url}
  username       {guest}
  password       {guest_password}
  code           type code here
  its owner      {username}, {password}

Somebody at the door
  type ring here, once BTicino is linked with its home Casa
  answer         in the card: {dashboard}, in the sidebar; a laptop will do
  talk           hold the button, and allow the microphone: browsers do at 127.0.0.1, and elsewhere over https
  listen         the visitor speaks, and what you say comes back after a second; type heard to see it arrive

Type help here, and press Enter, to ring the bell, switch a lamp, revoke a key or have an outage.
Ctrl-C ends the demo. All is kept for the next time; scripts/demo --fresh starts anew.
The log is {log}
"""


def banner(home_assistant: HomeAssistant, other: OtherHome, pin: str) -> str:
    """Return it."""
    return BANNER.format(
        url=home_assistant.url,
        username=owner.USERNAME,
        password=owner.PASSWORD,
        email=vendors.EMAIL,
        vendor_password=vendors.PASSWORD,
        pin=pin,
        other_url=other.url,
        guest=other_home.USERNAME,
        guest_password=other_home.PASSWORD,
        log=home_assistant.log,
        dashboard=dashboard.TITLE,
    )
