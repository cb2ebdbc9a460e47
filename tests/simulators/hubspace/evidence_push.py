"""Where what the simulated push server says comes from."""

from typing import Final

from ..evidence import Evidence, Shape

SHAPES: Final = (
    Shape(
        "POST /v1/accounts/{account}/conclaveAccess",
        "`conclave` names host, port, ssl, compression; of `tokens`, that of type account opens a session",
        Evidence.LIBRARY,
        "aioafero/v1/conclave/access.py",
    ),
    Shape(
        "POST /v1/accounts/{account}/conclaveAccess",
        "an account without push is answered 403",
        Evidence.ASSUMED,
        "diagnostics of an account whose push never opens: the status of the answer",
    ),
    Shape(
        "Conclave: hello",
        "the answer to `{}`, one zlib blob where compression is on, with the seconds of a heartbeat",
        Evidence.LIBRARY,
        "aioafero/v1/conclave/frames.py and protocol.py",
    ),
    Shape(
        "Conclave: welcome",
        "the answer to a login with the token and the channel of the account",
        Evidence.LIBRARY,
        "aioafero/v1/conclave/client.py",
    ),
    Shape(
        "Conclave: login refused",
        "a token is good for one session, and the connection ends where it is not good",
        Evidence.ASSUMED,
        "the library gets a token for each session, since one may be good for no more; "
        "a second login with the same token would show it",
    ),
    Shape(
        "Conclave: heartbeat",
        "a bare newline, answered by one",
        Evidence.LIBRARY,
        "aioafero/v1/conclave/frames.py and client.py",
    ),
    Shape(
        "Conclave: heartbeat unanswered",
        "after two of them the server hangs up",
        Evidence.ASSUMED,
        "the client does not depend on it",
    ),
    Shape(
        "Conclave: private attr_change",
        "the device, the key of its attribute, and what that holds as a text and as data",
        Evidence.LIBRARY,
        "aioafero/v1/conclave/events.py and semantics.py",
    ),
    Shape(
        "Conclave: private attr_change",
        "which attribute is which function: `deviceValues` of each value that a function can have",
        Evidence.SEEN,
        "hubspace/light-a21.json and the other samples of the API",
    ),
    Shape(
        "Conclave: private attr_change",
        "how a temperature is told, and an object such as a colour or a sensor of an alarm system",
        Evidence.ASSUMED,
        "the client does not read them, but asks the API; a debug log of aioafero would show them",
    ),
    Shape(
        "Conclave: private status_change",
        "available, visible and direct of a physical device",
        Evidence.LIBRARY,
        "aioafero/v1/conclave/events.py",
    ),
    Shape(
        "Conclave: public invalidate",
        "a metadevice was added or removed",
        Evidence.LIBRARY,
        "aioafero/v1/conclave/events.py",
    ),
    Shape(
        "Conclave: public invalidate",
        "a metadevice was renamed (kind update)",
        Evidence.ASSUMED,
        "rename a device in the app: its name should change at once, and does within an hour",
    ),
    Shape(
        "Conclave: zombie",
        "a session that is welcomed and gets heartbeats, and nothing else",
        Evidence.LIBRARY,
        "aioafero/v1/conclave/client.py, push_idle_timeout",
    ),
)
