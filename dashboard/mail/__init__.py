"""Mail: one message to one address, handed to the city's mail server.

    message = compose(sender, "maria@stad.be", "Weekly report", text, html, files, key="edition 7 reader 3", stream="council")
    with Post(settings.smtp, settings.toml.mail) as post:
        post.hand_over(message, leaving=note_that_it_leaves)

Nothing here knows a database. What happened is one of: `hand_over` returns (the server has it), Refused (for good), NotNow (certainly not
sent, try again), Unsure (the connection broke in the one moment in which nobody can tell).
"""

from __future__ import annotations

from dashboard.mail.address import BadAddress, checked
from dashboard.mail.message import Attachment, compose
from dashboard.mail.post import NotNow, Post, Refused, Server, Unsure, server_of

__all__ = ["Attachment", "BadAddress", "NotNow", "Post", "Refused", "Server", "Unsure", "checked", "compose", "server_of"]
