"""The back-office, under `/pilotage`: one module for each thing staff do.

To add one: write `views/staff/<thing>.py` with routes on `access.staff` (refused to visitors by default; see
`access.py` for the exceptions), add it to the imports below and a line to `menu.SECTIONS`. Pages extend
`staff/layout.html`, are shown by `pages.show_page`, and every form holds `{{ csrf_field() }}` from
`staff/components.html`. What changes something calls `models.store.audit.record` inside its transaction.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from models.contact.phone import show_phone
from views.staff import (  # noqa: F401  (their routes)
    accounts,
    applicant,
    by_hand,
    changes,
    content,
    content_candidate,
    content_preview,
    content_texts,
    dossier,
    dossiers,
    events,
    exports,
    home,
    import_file,
    interview,
    journal,
    keeping,
    own_account,
    personal,
    sample,
    sign_in,
    usage,
)
from views.staff.access import Id, StaffCookie, csrf, staff
from views.staff.menu import menu
from views.staff.mistakes import mistake_words
from views.staff.wording import ROLES, plural, printable, short_date, spaced_company_number


def register_staff(app: Flask) -> None:
    """Give the application its back-office: the cookie, the form tokens, the pages."""
    app.session_interface = StaffCookie()
    app.config.update(
        # The guard of `access.py` checks the back-office's forms; the public side has no cookie to protect.
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        PERMANENT_SESSION_LIFETIME=timedelta(days=1),
    )
    csrf.init_app(app)
    app.url_map.converters["id"] = Id
    app.jinja_env.filters.update(
        mistake_words=mistake_words,
        plural=plural,
        printable=printable,
        short_date=short_date,
        phone=show_phone,
        company_number=spaced_company_number,
    )
    app.jinja_env.globals.update(staff_roles=ROLES, staff_menu=menu)
    app.register_blueprint(staff)
