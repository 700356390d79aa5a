"""Headless servers: configured, started, watched, stopped."""

from __future__ import annotations

from harness.servers.config import ServerConfig, load_server_config
from harness.servers.launch import Server
from harness.servers.spec import DOORS, MOST_STOCK_ARENAS, SERVER_KINDS, Door, ServerKind, ServerSpec, default_door

__all__ = [
    "DOORS",
    "MOST_STOCK_ARENAS",
    "SERVER_KINDS",
    "Door",
    "Server",
    "ServerConfig",
    "ServerKind",
    "ServerSpec",
    "default_door",
    "load_server_config",
]
