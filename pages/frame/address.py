"""Where the server may be reached. Until there is a sign-in, only from the machine it runs on."""

from __future__ import annotations

import ipaddress

from metrics.errors import BadValue


def is_loopback(address: str) -> bool:
    """Whether `address` (a name or IP address) can be reached from this machine only."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_other_than_loopback(address: str | None) -> None:
    """Raise BadValue unless the server is told to listen on this machine only; None means every address."""
    if address is None or not is_loopback(address):
        raise BadValue(
            f"Plumbline has no sign-in yet, so it listens on 127.0.0.1 only, not on {address or 'every address'}. "
            "Take away the setting server.address (in STREAMLIT_SERVER_ADDRESS, --server.address or "
            ".streamlit/config.toml). The server was not started."
        )
