"""The vendors in a process of their own, for the demo.

    python -m tests.simulators DIRECTORY

serves every vendor on free ports of 127.0.0.1 and writes DIRECTORY/network.json when it is ready:

    {"authority": "DIRECTORY/ca.pem", "ports": {"api2.afero.net": 40123, ...}, "control": "http://127.0.0.1:40124"}

It prints "serving" when it is ready, and then a line `mailed CODE to EMAIL` for each code that it mails. It
ends on SIGINT and SIGTERM. The account is alice@example.com with the password "correct horse battery". What can be
asked through `control` is told in control.py.
"""
