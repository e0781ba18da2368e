"""What is stored sealed: Slack's tokens, and what people wrote until it is answered."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken


class Vault:
    """Seals values with a key made from a secret."""

    def __init__(self, secret: str) -> None:
        """Make the key. The same secret makes the same key, so that a restart can open what was sealed."""
        # The prefix keeps this key apart from whatever else is made of the hub's secret.
        digest = hashlib.sha256(b"nic_hub slack bot\0" + secret.encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest))

    def seal(self, value: Any) -> str:
        """Encrypt anything that JSON can hold."""
        return self._fernet.encrypt(json.dumps(value).encode()).decode()

    def open(self, sealed: str) -> Any:
        """Decrypt what ``seal`` made; None where that was done with another secret: it is lost."""
        try:
            return json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken:
            return None


def fingerprint(*parts: str) -> str:
    """Return one short word for several, the same every time."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]
