"""The application's wiring, and nothing else. `python app.py` serves it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, request
from flask.cli import NoAppException
from flask_compress import Compress
from htmx_flask import Htmx
from jinja2 import StrictUndefined

from models.content.errors import ContentErrors
from models.french.formats import FILTERS, paris_day
from models.service.frame_hosts import FrameHosts
from models.service.setting_kinds import SettingError
from models.service.settings import Settings, read_settings
from models.store.database import StoreUnavailable, open_database
from models.store.grants import freeze_grants
from models.store.migrations import SchemaTooNew
from views.commands import add_commands, alert_operator, unavailable_in_words
from views.embed.frame import embed
from views.journey import collecting, contact_page, meeting, result_page, revision, steps  # noqa: F401  (their routes)
from views.journey.again import add_times
from views.journey.convince import add_convincing
from views.journey.peers_in_words import add_peers
from views.journey.review_page import add_review
from views.journey.sheet_address import agreement
from views.journey.slip_steps import slips
from views.journey.take_away import add_take_away
from views.kiosk import attendant  # noqa: F401
from views.kiosk.phone_link import add_phone_link
from views.kiosk.tablet import add_kiosk
from views.pages import guide  # noqa: F401
from views.pages.information import pages
from views.staff import register_staff
from views.web.doors import PREFIXES, at_kiosk, door, here, journey, public_url
from views.web.error_pages import handle_errors
from views.web.french_spaces import FrenchSpaces
from views.web.library import FIRST_CONTENT, Library, draft
from views.web.logs import log_requests, write_log_lines
from views.web.proxies import behind_proxies, refuse_other_names, under_prefix
from views.web.render import SITE_NAME
from views.web.security import set_headers
from views.web.serving import serve
from views.web.static_files import build_static_files
from views.web.throttle import PUBLIC_BODY, refuse_long_heads

WRONG_START = (SettingError, ContentErrors, SchemaTooNew)
"""What stops the start, besides a database that can't be opened: a wrong setting or content, a schema too new."""


OPENABLE = "It must be an SQLite file, or a database of a PostgreSQL server, to read and write."


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] | None = None) -> Flask:
    """The application for these settings (the environment's by default); opens its database and its content."""
    if settings is None:
        return _create_for_commands()
    app = Flask(__name__, static_folder=None)
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]  # no view is async: nothing to find out
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=PUBLIC_BODY,
        MAX_FORM_MEMORY_SIZE=PUBLIC_BODY,
        PUBLIC_URL=settings.public_url,
        FRAME_ANCESTORS=settings.frame_ancestors,
        OPERATOR=settings.operator,
        CONTACT=settings.contact,
        SETTINGS=settings,
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIN_SIZE=400,
    )
    app.extensions["frame_hosts"] = FrameHosts(settings.frame_ancestors)
    Htmx(app)
    Compress(app)
    refuse_other_names(app, settings.public_url, settings.trusted_proxies)
    log_requests(app, _measured(app) if settings.metrics_token else None)
    set_headers(app)
    app.before_request(refuse_long_heads)
    _prepare_templates(app, settings)
    for name, prefix in PREFIXES.items():
        app.register_blueprint(journey, name=name, url_prefix=prefix)
    add_kiosk(app)
    add_phone_link(app)
    add_convincing(app)
    add_times(app)
    add_peers(app)
    add_review(app)
    app.register_blueprint(pages)
    app.register_blueprint(embed)
    app.register_blueprint(agreement)
    app.register_blueprint(slips)
    add_take_away(app)
    register_staff(app)
    handle_errors(app)
    add_commands(app)
    open_store(app, settings, clock)
    return app


def open_store(app: Flask, settings: Settings, clock: Callable[[], datetime] | None = None) -> None:
    """Open the database and the content; what time it is comes from the clock, the machine's by default."""
    app.extensions["clock"] = clock
    open_database(settings.database, settings.register)
    app.extensions["frame_hosts"].read()
    pinned = settings.content if settings.content != FIRST_CONTENT else None
    app.extensions["library"] = Library(pinned, shared=settings.database_is_shared)
    app.extensions["library"].open()
    freeze_grants(app.extensions["library"].price, paris_day(clock() if clock else datetime.now(UTC)))


def _create_for_commands() -> Flask:
    """The same for `flask --app app …`: what stops the start is said in a line, not in a traceback."""
    try:
        settings = read_settings(os.environ)
        try:
            return create_app(settings)
        except (StoreUnavailable, *WRONG_START) as reason:
            why = unavailable_in_words(reason) if isinstance(reason, StoreUnavailable) else str(reason)
            alert_operator(settings, "L’ouverture de la base ou du contenu", why)
            raise NoAppException(why) from reason
    except SettingError as reason:
        raise NoAppException(str(reason)) from reason


def _measured(app: Flask) -> Callable[[str, str, int, float], None]:
    """What counts the application's requests for a monitor."""
    from views.web.measures import Measures  # slow to import, and most services have no monitor

    app.extensions["measures"] = Measures()
    note: Callable[[str, str, int, float], None] = app.extensions["measures"].note
    return note


def _prepare_templates(app: Flask, settings: Settings) -> None:
    files = build_static_files(Path(app.root_path) / "static", settings.instance / "static")
    app.wsgi_app = files.in_front_of(app.wsgi_app)  # type: ignore[assignment, method-assign]
    if settings.trusted_proxies:
        app.wsgi_app = behind_proxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[assignment, method-assign]
    if prefix := urlsplit(settings.public_url).path:
        app.wsgi_app = under_prefix(app.wsgi_app, prefix)  # type: ignore[assignment, method-assign]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension(FrenchSpaces)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals["frame_hosts"] = app.extensions["frame_hosts"].all
    app.jinja_env.globals.update(
        asset=lambda name: request.script_root + files.asset(name),
        door=door,
        here=here,
        at_kiosk=at_kiosk,
        draft=draft,
        public_url=public_url,
        site_name=SITE_NAME,
    )


def main() -> int:
    """Serve until told to stop. A wrong setting or content stops the start, with what to do about it."""
    write_log_lines()
    try:
        settings = read_settings(os.environ)
    except SettingError as reason:
        print(reason, file=sys.stderr)
        return 2
    try:
        app = create_app(settings)
    except (ContentErrors, SchemaTooNew) as reason:
        print(reason, file=sys.stderr)
        return 2
    except StoreUnavailable as reason:
        print(f"DATABASE_URL can't be opened: {reason}. {OPENABLE}", file=sys.stderr)
        return 2
    for warning in settings.warnings:
        print(warning, file=sys.stderr)
    return serve(app, settings)


if __name__ == "__main__":
    sys.exit(main())
