"""Headless servers: configured, started, watched, stopped."""

from __future__ import annotations

from harness.servers.config import ServerConfig, load_server_config
from harness.servers.launch import Server
from harness.servers.spec import SERVER_KINDS, ServerKind, ServerSpec

__all__ = ["SERVER_KINDS", "Server", "ServerConfig", "ServerKind", "ServerSpec", "load_server_config"]
