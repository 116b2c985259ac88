"""The post office: takes letters from the outbox and hands them to an SMTP server, in a thread of its own."""

from __future__ import annotations

import logging
import smtplib
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from models.service.setting_kinds import SmtpServer
from models.service.settings import Settings
from models.service.smtp import PATIENCE_SECONDS, describe_failure, hand_over
from models.store.database import StoreUnavailable, close_database
from models.store.outbox import Posting, claim_posting, mark_failed, mark_sent, next_turn

SENDER_NAME = "Autodiagnostic Innovation sociale"
FAREWELL_SECONDS = 3.0
"""How long the end of the program waits for the letter in hand."""

LONGEST_REST = timedelta(minutes=1)
"""The worker looks again at least this often: another program may have written to the outbox."""

PAUSE_AFTER_FAILURE = timedelta(seconds=30)
"""How long the worker leaves a server alone that can't be reached, whatever else is due."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round: letters sent and letters that failed."""

    sent: int
    failed: int


def build_message(posting: Posting, sender: str) -> EmailMessage:
    """The letter as a message of two alternatives, text and HTML.

    Its Message-ID and date are the row's: sent twice after a dropped connection, it is recognisably one message.
    Raises ValueError where a header would take two lines.
    """
    letter = posting.letter
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(SENDER_NAME, addr_spec=sender)
    message["To"] = Address(addr_spec=letter.recipient)
    if letter.reply_to:
        message["Reply-To"] = Address(addr_spec=letter.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(posting.created_at)
    message["Message-ID"] = f"<{posting.uid}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "fr"
    message.set_content(letter.plain, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message


class PostOffice:
    """Sends what the outbox holds. `start` gives it a thread; `deliver` does one round in the caller's."""

    def __init__(
        self,
        server: SmtpServer,
        sender: str,
        clock: Callable[[], datetime] | None = None,
        *,
        patience_seconds: float = PATIENCE_SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`tls` replaces the machine's own trust, for a server with a certificate of its own."""
        self._server = server
        self._sender = sender
        self._clock = clock or (lambda: datetime.now(UTC))
        self._patience = patience_seconds
        self._tls = tls
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def deliver(self) -> Round:
        """Try each letter that is due, once; stop where the server can't be spoken to. Raises StoreUnavailable."""
        sent = failed = 0
        while not self._stopping.is_set() and (posting := claim_posting(self._clock())) is not None:
            try:
                message = build_message(posting, self._sender)
                hand_over(
                    self._server,
                    message,
                    self._sender,
                    posting.letter.recipient,
                    patience_seconds=self._patience,
                    tls=self._tls,
                )
            except (OSError, ValueError, MessageError) as error:  # smtplib's own errors are OSErrors
                failed += 1
                reason = describe_failure(error, posting.letter.recipient)
                mark_failed(posting, reason, self._clock())
                _log.warning("message %s not sent, attempt %s: %s", posting.uid, posting.attempts, type(error).__name__)
                if not _about_this_letter(error):
                    break
            else:
                mark_sent(posting, self._clock())
                sent += 1
        return Round(sent, failed)

    def start(self) -> None:
        """Begin to work, in a thread that ends with the program."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="post-office", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """There may be a letter: look now."""
        self._woken.set()

    def stop(self, seconds: float = FAREWELL_SECONDS) -> None:
        """Finish the letter in hand if the server is quick about it; else another start will send it again."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(seconds)
            self._thread = None

    def _work(self) -> None:
        try:
            while not self._stopping.is_set():
                self._woken.clear()
                self._woken.wait(self._round().total_seconds())
        finally:
            close_database()

    def _round(self) -> timedelta:
        """One round; how long to rest after it."""
        try:
            failed = self.deliver().failed
            due = next_turn()
        except StoreUnavailable:
            _log.warning("the outbox can't be read just now")
            return LONGEST_REST
        except Exception as error:  # noqa: BLE001 — the mail outlives any surprise; the letter's turn comes again
            _log.error("a round of mail failed: %s", type(error).__name__)
            return LONGEST_REST
        rest = LONGEST_REST if due is None else due - self._clock()
        return max(PAUSE_AFTER_FAILURE if failed else timedelta(0), min(rest, LONGEST_REST))


def sender_address(settings: Settings) -> str:
    """Who mail comes from: MAIL_FROM, else an address nobody reads at the public site's own name."""
    return settings.mail_from or f"ne-pas-repondre@{urlsplit(settings.public_url).hostname or 'localhost'}"


def post_office(settings: Settings, clock: Callable[[], datetime] | None = None) -> PostOffice | None:
    """The post office of these settings; None without SMTP_URL: letters wait in the outbox."""
    return PostOffice(settings.smtp, sender_address(settings), clock) if settings.smtp else None


def _about_this_letter(error: Exception) -> bool:
    """Whether the next letter has better chances: the server answered, or the letter itself can't be sent."""
    refused = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused)
    return isinstance(error, (*refused, ValueError, MessageError)) and not isinstance(error, ssl.SSLError)
