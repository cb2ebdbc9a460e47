"""A real Home Assistant whose network is the simulators', for the demo.

    python -m tests.simulators.home_assistant NETWORK_FILE [ARGUMENTS OF HOME ASSISTANT ...]

NETWORK_FILE is what `python -m tests.simulators` wrote. All else goes to Home Assistant as it is, such as `-c DIR
--skip-pip`; its exit status is the exit status (100 where it wants to be started again).
"""
