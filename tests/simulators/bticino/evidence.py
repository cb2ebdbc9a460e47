"""Where what this simulator serves comes from."""

from typing import Final

from ..evidence import Evidence, Shape

SHAPES: Final = (
    # The account
    Shape(
        "POST /oauth2/token",
        "grants of a password and of a refresh token, as a form with client, scope and app_version",
        Evidence.LIBRARY,
        "pybticino.auth sends and reads them",
    ),
    Shape(
        "POST /oauth2/token",
        "a used refresh token is dead at once",
        Evidence.ASSUMED,
        "Netatmo says so of its own API; log in, and see in the log that each exchange brings another token",
    ),
    Shape(
        "POST /oauth2/token",
        'a wrong password or a dead token is 400 {"error": "invalid_grant"}',
        Evidence.ASSUMED,
        "type a wrong password when you link the account: the form says that it is wrong",
    ),
    # What there is
    Shape(
        "POST /api/homesdata",
        "user, homes, rooms and modules; a bridge lists what hangs on it and whether it is reached; a home "
        "that never had a module has no modules at all",
        Evidence.SEEN,
        "bticino/homesdata.json",
    ),
    Shape(
        "POST /api/homesdata",
        "a degraded answer: homes without modules, no homes, or a bridge without what is behind it",
        Evidence.ASSUMED,
        "others tell of it; after a night of outages, look whether devices were unavailable for a while",
    ),
    Shape(
        "POST /syncapi/v1/homestatus",
        "how bridge, external units and door locks are; a lock does not say whether it is locked",
        Evidence.SEEN,
        "bticino/homestatus.json",
    ),
    Shape(
        "POST /syncapi/v1/homestatus",
        "the modules of the types BNCX, BNMH and BNSL, and the `status` of a staircase light",
        Evidence.ASSUMED,
        "who has one: send the diagnostics of the account",
    ),
    Shape(
        "POST /syncapi/v1/homestatus",
        "`lock` of a door lock that says how it is (only where a test asks for it)",
        Evidence.ASSUMED,
        "open the door at the wall, and send the diagnostics of that moment",
    ),
    Shape(
        "POST /syncapi/v1/setstate",
        "a home with its timezone, and a module with its bridge and `lock` or `status`",
        Evidence.LIBRARY,
        "pybticino.account.AsyncAccount.async_set_module_state",
    ),
    Shape(
        "POST /syncapi/v1/setstate",
        "what is refused: another timezone, another bridge, another type of value; a module that is out of "
        "reach is an error with the code 6 in an answer that says ok",
        Evidence.ASSUMED,
        "open a door whose door phone is unplugged: it must say that the door cannot be reached",
    ),
    Shape(
        "POST /api/getevents",
        "connection, disconnection and outdoor events of the bridge; the session id and the only subevent, "
        "which is what happened last; addresses of pictures that end after five minutes",
        Evidence.SEEN,
        "bticino/getevents.json",
    ),
    Shape(
        "POST /api/getevents",
        "an outdoor event without snapshot and vignette, and when `video_status` changes to deleted",
        Evidence.ASSUMED,
        "ring, and download the diagnostics a minute and a day later",
    ),
    Shape(
        "POST /api/getcredentials",
        "the address, the name and the credential of a TURN server",
        Evidence.LIBRARY,
        "pybticino.account.AsyncAccount.async_get_turn_servers",
    ),
    Shape(
        "POST /api/homesdata",
        "errors: 403 with the codes 3 (bearer expired), 2 (no bearer of ours) and 26 (too many requests)",
        Evidence.ASSUMED,
        "from Netatmo's list of errors; poll every minute for a day, and look for a warning in the log",
    ),
    Shape(
        "GET /{name}",
        "a picture as JPEG for whoever has its address, 403 when that has died, 404 when it is gone",
        Evidence.ASSUMED,
        "open the camera a minute and an hour after a call: both must show the picture",
    ),
    # What is pushed
    Shape(
        "GET /ws/",
        "a subscription with a bearer, answered with ok or an error",
        Evidence.LIBRARY,
        "pybticino.websocket.WebsocketClient",
    ),
    Shape(
        "GET /ws/",
        "a web-socket ping costs the connection; a bearer that dies takes the news along",
        Evidence.ASSUMED,
        "the library sends no pings for that reason; leave the account alone for four hours, and ring",
    ),
    Shape(
        "push BNC1-rtc",
        "an offer with the external unit that rings, and terminate and rescind, which name the session alone",
        Evidence.LIBRARY,
        "pybticino's notes on push messages; ring, answer in the app, and send the diagnostics",
    ),
    Shape(
        "push BNC1-incoming_call",
        "incoming_call, missed_call and accepted_call with the bridge, the session and the addresses of "
        "snapshot and vignette",
        Evidence.LIBRARY,
        "pybticino's list of push types; what they hold is from notes",
    ),
    Shape(
        "push BNC1-rtc",
        "the offer of the unit itself (SDP) in a push, which can be answered: its tag_id is a text, its "
        "correlation_id a number; the tests know only the first two lines of one",
        Evidence.LIBRARY,
        "pybticino.signaling.SignalingClient.set_session_from_push; ring, and answer",
    ),
    Shape(
        "push BNC1-missed_call",
        "of a call that is rejected: terminate, and missed_call",
        Evidence.ASSUMED,
        "ring, and reject the call: the doorbell's events must be `ring` and `rejected` alone",
    ),
    Shape(
        "push BNC1-end_recording",
        "end_recording, with the same fields",
        Evidence.ASSUMED,
        "ring, talk, hang up, and send the diagnostics",
    ),
    Shape(
        "push BNC1-missed_call",
        "the order of a call: terminate may come before missed_call, and comes twice; rescind comes after "
        "accepted_call",
        Evidence.ASSUMED,
        "let the bell ring until it gives up: the doorbell's events must be `ring` and `missed` alone",
    ),
    Shape(
        "push BNC1-incoming_call",
        "one firmware sends no offer before it, and the offer of a bridge without a unit names none",
        Evidence.ASSUMED,
        "others tell of it; look at which doorbell your rings are",
    ),
    Shape(
        "push BNC1-disconnection",
        "connection and disconnection of a bridge",
        Evidence.LIBRARY,
        "pybticino's list of push types; unplug the door phone for a minute",
    ),
    Shape(
        "push embedded_json",
        "how a light is, or a lock where a test asks for it, after it was switched",
        Evidence.ASSUMED,
        "switch the light of the stairs in the app: Home Assistant must show it at once",
    ),
    # Live views
    Shape(
        "GET /appws/",
        "subscribe, offer, ack, answer, candidate and terminate of a live view",
        Evidence.LIBRARY,
        "pybticino.signaling.SignalingClient",
    ),
    Shape(
        "GET /appws/",
        "an offer that names no external unit calls the door phone inside, which takes its sound alone",
        Evidence.ASSUMED,
        "the integration bticino_intercom calls home so; enable *Call home*, and talk to those inside",
    ),
    Shape(
        "GET /appws/",
        "a unit that is out of reach terminates; only the acknowledgement of an offer names its session",
        Evidence.ASSUMED,
        "open the camera while somebody watches in the app: it must say that the door does not show it",
    ),
    Shape(
        "GET /appws/",
        "an answer to an offer that was pushed, under its session_id, tag_id and correlation_id",
        Evidence.LIBRARY,
        "pybticino.signaling.SignalingClient.send_answer; ring, answer, and say what you saw and heard",
    ),
    Shape(
        "GET /appws/",
        "tag_id and correlation_id must be texts, also where the push told a number",
        Evidence.ASSUMED,
        "the library says so of both, and the vendor of tag_id; ring, and answer",
    ),
    Shape(
        "GET /appws/",
        "an answer is acknowledged; accepted_call and rescind are pushed, and the unit tells its candidates",
        Evidence.ASSUMED,
        "answer: the bell inside must fall silent, and the doorbell say `answered_here`",
    ),
    Shape(
        "GET /appws/",
        "an answer to a call that is over, or that somebody else took, is refused with an error",
        Evidence.ASSUMED,
        "ring, answer in the app, and at once here: it must say that it was too late",
    ),
    Shape(
        "GET /appws/",
        "a terminate ends a call everywhere, also over another socket than that of its answer",
        Evidence.ASSUMED,
        "ring, and reject the call: the bell inside must fall silent",
    ),
    Shape(
        "GET /appws/",
        "`Max number of peers reached`, as an error to an offer, where two look at a bridge's units already",
        Evidence.ASSUMED,
        "others tell of these words; look from three phones, and say what the third one reads",
    ),
    Shape(
        "GET /appws/",
        "a bearer that has died is refused with the next signal; a socket that closes ends its sessions",
        Evidence.ASSUMED,
        "restart Home Assistant while you look: the door must be free for others at once",
    ),
)
