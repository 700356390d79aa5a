"""``python -m harness.standin``."""

from __future__ import annotations

import sys

from harness.standin.cli import main

if __name__ == "__main__":
    sys.exit(main())
