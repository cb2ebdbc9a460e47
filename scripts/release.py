"""Puts into `dist` what a release consists of: the zip that HACS installs, and the notes of its version.

It needs nothing but Python and git: `python3 scripts/release.py v0.1.0`.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
INTEGRATION = "custom_components/latchkey"


def version() -> str:
    """Return the version that the manifest names."""
    manifest = json.loads((ROOT / INTEGRATION / "manifest.json").read_text())
    return str(manifest["version"])


def notes(changelog: str, wanted: str) -> str:
    """Return what a changelog says of a version; empty where it says nothing."""
    section = re.search(rf"(?ms)^## {re.escape(wanted)}\n(.*?)(?=^## |\Z)", changelog)
    return section[1].strip() if section else ""


def pack(target: Path) -> None:
    """Write the zip: the files of the integration that git knows, without the folder around them."""
    command = ["git", "archive", "--format=zip", f"--output={target}", f"HEAD:{INTEGRATION}"]
    subprocess.run(command, cwd=ROOT, check=True)


def main(tag: str, dist: Path = ROOT / "dist") -> None:
    """Write both, unless the tag, the manifest and the changelog disagree."""
    if tag != f"v{version()}":
        sys.exit(f"The tag is {tag}, but the manifest says {version()}.")
    text = notes((ROOT / "CHANGELOG.md").read_text(), version())
    if not text:
        sys.exit(f"CHANGELOG.md says nothing of {version()}.")
    dist.mkdir(exist_ok=True)
    (dist / "notes.md").write_text(f"{text}\n")
    pack(dist / "latchkey.zip")


if __name__ == "__main__":
    main(sys.argv[1])
