"""The knobs over plain HTTP on loopback, for a demo in another process.

A NAME is a public name as tests use it, dots included: `mailed`, `tokens.rotation`, `faults.answer`.

    GET  /hubspace/NAME             the value as JSON: GET /hubspace/mailed
    PUT  /hubspace/NAME             set it to the JSON value of the body: PUT /hubspace/tokens.bearer_life 5
    POST /hubspace/NAME             call it with the JSON object of the body as keyword arguments and return
                                    what it returns: POST /hubspace/state {"metadevice_id": "…",
                                    "function_class": "power"}
"""
