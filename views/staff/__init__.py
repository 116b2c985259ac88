"""The back-office, under `/pilotage`: one room for each thing staff do.

To add a page: write a module in its room, with routes on `access.staff` (refused to visitors by default; see
`access.py` for the exceptions), add it to the imports below and a line to `menu.SECTIONS`. Pages extend
`staff/layout.html` and are shown by `layout.show_page`. A form is a `staff_form.StaffForm`, its fields of the kinds of
`views.forms.typed_fields`, drawn by `field` of `staff/components.html`; one that is a mere button, by `post_button`.
What changes something calls `models.store.audit.record` inside its transaction.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from models.contact.phone import show_phone
from models.french.staff_words import ROLES, printable, short_date, spaced_company_number
from views.staff import home, journal, retention_page, sites  # noqa: F401  (their routes)
from views.staff.access import Id, StaffCookie, csrf, staff
from views.staff.accounts import own_account, sign_in, team  # noqa: F401
from views.staff.content import candidate, preview, texts, versions  # noqa: F401
from views.staff.content.mistake_words import mistake_words
from views.staff.dossiers import (  # noqa: F401
    applicant,
    changes,
    entry,
    exports,
    file,
    import_file,
    interview_sheet,
    listing,
    personal,
)
from views.staff.events import event_pages  # noqa: F401
from views.staff.figures import sample_page, usage  # noqa: F401
from views.staff.menu import menu


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
        printable=printable,
        short_date=short_date,
        phone=show_phone,
        company_number=spaced_company_number,
    )
    app.jinja_env.globals.update(staff_roles=ROLES, staff_menu=menu)
    app.register_blueprint(staff)
