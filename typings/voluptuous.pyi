# From version 2026.9 on, Home Assistant gives probatio this name.
from probatio import *
