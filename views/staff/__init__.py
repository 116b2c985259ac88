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
from models.french.accompaniment_words import (
    CHECKPOINTS,
    bare_days,
    days_in_words,
    left_in_words,
    machine_days,
    visit_in_words,
)
from models.french.formats import paris_day
from models.french.staff_words import NOUNS, ROLES, likeness_in_words, printable, short_date, spaced_company_number
from views.staff import home, journal, retention_page, sites  # noqa: F401  (their routes)
from views.staff.access import Id, StaffCookie, csrf, staff
from views.staff.accompaniment import (  # noqa: F401
    checkpoint_page,
    company_page,
    company_review,
    next_visit,
    visit_pages,
    visit_report,
)
from views.staff.accounts import own_account, sign_in, team  # noqa: F401
from views.staff.content import candidate, preview, texts, versions  # noqa: F401
from views.staff.content.mistake_words import mistake_words
from views.staff.dossiers import (  # noqa: F401
    applicant,
    changes,
    entry,
    exports,
    extraction,
    facts,
    file,
    import_file,
    interview_sheet,
    listing,
    notes,
    personal,
    team_letter,
    work,
)
from views.staff.events import event_pages  # noqa: F401
from views.staff.figures import budget, proposal_pages, report_pages, sample_page, usage  # noqa: F401
from views.staff.menu import menu
from views.staff.sheets import agreement_letter, sheet_page  # noqa: F401
from views.web.doors import now


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
        days_in_words=days_in_words,
        bare_days=bare_days,
        machine_days=machine_days,
    )
    app.jinja_env.globals.update(
        staff_roles=ROLES,
        told_nouns=NOUNS,
        checkpoints=CHECKPOINTS,
        staff_menu=menu,
        print_day=lambda: paris_day(now()),
        likeness_in_words=likeness_in_words,
        left_in_words=left_in_words,
        visit_in_words=visit_in_words,
    )
    app.register_blueprint(staff)
