"""Imports something in a process of its own, and prints how long the processor took for it."""

import gc
import json
import sys
import time
from importlib import import_module


def main(what: str, kind: str, *platforms: str) -> None:
    """Import what Home Assistant has by then, and after that all of Latchkey for a kind, or a library."""
    import_module("homeassistant.bootstrap")
    for platform in platforms:
        import_module(f"homeassistant.components.{platform}")
    gc.collect()
    before, began = len(sys.modules), time.process_time()
    if what == "latchkey":
        import_module("custom_components.latchkey")
        import_module("custom_components.latchkey.clouds").load_vendor(kind).load_cloud()
        for platform in platforms:
            import_module(f"custom_components.latchkey.{platform}")
    else:
        import_module(what)
    seconds = time.process_time() - began
    print(json.dumps([1000 * seconds, len(sys.modules) - before]))  # noqa: T201  # to who started this


if __name__ == "__main__":
    main(*sys.argv[1:])
