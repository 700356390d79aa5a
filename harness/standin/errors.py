"""The one exception that ends a server in good order, with the text a user reads."""

from __future__ import annotations


class StartError(Exception):
    """The server cannot start: what happened, the value, what is allowed, the next step."""
