"""The frame as the server sees it: who may show it, whose page it stands in, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.service.origins import with_www_and_bare
from models.service.people import Contact
from models.store.tables import Assessment
from tests.journeys import ANSWERS, begin, walk_journey
from tests.page_client import PageClient
from tests.rows import values

LISTED = ("https://www.aract.fr", "https://*.region.fr")
EMBEDDABLE = ("/integre", "/integre/", "/integre/nulle-part", "/integre/diagnostics/inconnue")
NOT_EMBEDDABLE = (
    *("/", "/guide", "/integration", "/mentions-legales", "/partage/inconnu", "/diagnostics/inconnue", "/borne/x"),
    *("/integrement", "/nulle-part", "/pilotage/connexion"),
)


@pytest.fixture
def app(app_with: Callable[..., Flask]) -> Flask:
    """The application with two entries on its list."""
    return app_with(frame_ancestors=with_www_and_bare(LISTED))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def directives(client: FlaskClient, path: str) -> dict[str, str]:
    """The policy of a page, by directive."""
    policy = client.get(path).headers["Content-Security-Policy"]
    return {name: rest for name, _, rest in (each.strip().partition(" ") for each in policy.split(";"))}


@pytest.mark.parametrize("path", EMBEDDABLE)
def test_pages_of_the_frame_name_who_may_show_them(client: FlaskClient, path: str) -> None:
    allowed = "'self' https://www.aract.fr https://aract.fr https://*.region.fr"
    assert directives(client, path)["frame-ancestors"] == allowed
    assert "X-Frame-Options" not in client.get(path).headers


@pytest.mark.parametrize("path", NOT_EMBEDDABLE)
def test_no_other_page_may_be_framed(client: FlaskClient, path: str) -> None:
    assert directives(client, path)["frame-ancestors"] == "'none'"
    assert client.get(path).headers["X-Frame-Options"] == "DENY"


def test_nobody_may_by_default(app_with: Callable[..., Flask]) -> None:
    client = app_with().test_client()
    assert directives(client, "/integre")["frame-ancestors"] == "'self'"


def test_every_answer_of_the_journey_may_be_framed(app: Flask) -> None:
    client = PageClient(app)
    walk = walk_journey(client, door="/integre")
    token = walk.token
    pdf = client.client.get(f"/integre/diagnostics/{token}/estimation.pdf")
    again = client.client.post(f"/integre/diagnostics/{token}/questions/effectif", data={"effectif": "3"})
    for answer in (*(page.response for page in walk.asked), walk.page.response, pdf, again):
        assert "https://www.aract.fr" in answer.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers
    assert pdf.headers["Content-Disposition"].startswith("attachment;")


def test_static_files_may_be_loaded_by_a_frame_of_no_origin(client: FlaskClient) -> None:
    page = client.get("/integre").get_data(as_text=True)
    address = page.partition('/js/embed.js"')[0].rpartition('"')[2] + "/js/embed.js"
    with client.get(address) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "X-Frame-Options" not in answer.headers


def test_only_the_how_to_frames_anything_and_only_ourselves(client: FlaskClient) -> None:
    assert directives(client, "/integration")["frame-src"] == "'self'"
    for path in (*EMBEDDABLE, *NOT_EMBEDDABLE):
        if path != "/integration":
            assert directives(client, path)["frame-src"] == "'none'"


def test_public_pages_may_be_opened_from_a_sandboxed_frame(client: FlaskClient) -> None:
    """Browsers refuse to open a page that has an opener policy in a tab that inherits a sandbox."""
    for path in ("/", "/mentions-legales", "/donnees-personnelles", "/accessibilite", "/guide", "/integre"):
        assert "Cross-Origin-Opener-Policy" not in client.get(path).headers


@pytest.fixture
def kept(app: Flask) -> Callable[[], list[tuple[str, str]]]:
    """Reads door and host origin of every assessment, in the order they began."""

    def read() -> list[tuple[str, str]]:
        return values(Assessment, "door", "host_origin")

    return read


@pytest.mark.parametrize(
    ("referer", "origin"),
    [
        ("https://www.aract.fr/une/page?lue=oui#ici", "https://www.aract.fr"),
        ("https://aract.fr/", "https://aract.fr"),
        ("https://ARACT.fr:443/", "https://aract.fr"),
        ("https://drome.region.fr", "https://drome.region.fr"),
        ("https://region.fr", ""),
        ("https://ailleurs.fr/", ""),
        ("http://aract.fr/", ""),
        ("https://qui@aract.fr/", ""),
        ("https://aract.fr.ailleurs.fr/", ""),
        ("https://[aract.fr/", ""),
        ("https://aract.fr:99999999/", ""),
        ("\x7f\xff", ""),
        ("", ""),
    ],
)
def test_the_host_origin_and_nothing_more_is_kept(
    app: Flask, kept: Callable[[], list[tuple[str, str]]], referer: str, origin: str
) -> None:
    visitor = PageClient(app)
    start = visitor.get("/integre", headers={"Referer": referer})
    assert start.one("form#start input[name=origin]").get("value") == origin
    visitor.submit(start, "form#start")
    assert kept() == [("integre", origin)]


@pytest.mark.parametrize("posted", ["https://ailleurs.fr", "https://[", "null", "*", "https://*.region.fr", "x" * 5000])
def test_a_forged_origin_is_not_kept(app: Flask, kept: Callable[[], list[tuple[str, str]]], posted: str) -> None:
    PageClient(app).post("/integre/diagnostics", {"origin": posted})
    assert kept() == [("integre", "")]


def test_an_origin_counts_at_the_frames_door_alone(app: Flask, kept: Callable[[], list[tuple[str, str]]]) -> None:
    visitor = PageClient(app)
    assert not visitor.get("/", headers={"Referer": "https://aract.fr/"}).all("[name=origin]")
    visitor.post("/diagnostics", {"origin": "https://aract.fr"})
    assert kept() == [("site", "")]


def pages_of(visitor: PageClient) -> Iterator[str]:
    """The address of every kind of page in the frame."""
    yield "/integre"
    yield "/integre/nulle-part"
    yield begin(visitor, "/integre").path
    walk = walk_journey(visitor, door="/integre", finish=False)
    yield walk.page.path
    address = walk_journey(visitor, ANSWERS, door="/integre").page.path.removesuffix("/resultat")
    for page in ("resultat", "reprendre", "contact", "supprimer", "questions/effectif"):
        yield f"{address}/{page}"


def test_no_page_of_the_frame_has_our_header_or_leads_out_of_it(app: Flask) -> None:
    visitor = PageClient(app)
    for path in pages_of(visitor):
        page = visitor.get(path, status=404 if path.endswith("nulle-part") else 200)
        assert not page.all(".site-header, .site-footer, .skip"), path
        assert len(page.all(".embed-footer a[target=_blank]")) == 4
        for link in page.all("a[href]"):
            href = urljoin(path, str(link.get("href")))
            if href.startswith("mailto:"):
                continue
            assert link.get("target") == "_blank" or href.startswith("/integre"), f"{path}: {href}"
        for form in page.all("form"):
            assert urljoin(path, str(form.get("action"))).startswith("/integre/diagnostics"), path


def test_every_question_of_the_frame_offers_to_come_back_later(app: Flask) -> None:
    visitor = PageClient(app)
    walk = walk_journey(visitor, door="/integre", finish=False)
    for page in walk.asked:
        (later,) = page.all(".embed-footer a[href$='/reprendre']")
        assert later.text_content() == "Reprendre plus tard, sur cet appareil ou un autre"
    assert visitor.get(f"/integre/diagnostics/{walk.token}/reprendre").data("resume-url").startswith("http")


def test_opening_it_large_goes_on_at_the_same_place(app: Flask) -> None:
    visitor = PageClient(app)
    question = begin(visitor, "/integre")
    question = visitor.answer(question, "07")
    large = visitor.get(str(question.all(".embed-footer a[target=_blank]")[0].get("href")))
    assert large.question == "structure"
    assert large.all(".site-header")
    assert not large.path.startswith("/integre")


def test_the_address_to_take_away_is_the_sites_own(app: Flask) -> None:
    visitor = PageClient(app)
    walk = walk_journey(visitor, door="/integre")
    assert walk.page.data("resume-url") == f"http://localhost/diagnostics/{walk.token}"


def test_the_script_is_light_and_stays_fresh(client: FlaskClient) -> None:
    answer = client.get("/integration.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert len(answer.data) < 5000
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=3600" in answer.headers["Cache-Control"]
    again = client.get("/integration.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_how_to_says_who_may_and_how_to_be_added(app: Flask) -> None:
    page = PageClient(app).get("/integration")
    for host in with_www_and_bare(LISTED):
        assert f"<li><code>{host}</code></li>" in page.markup
    assert page.one("#autorisation ~ p a[href='/mentions-legales']") is not None
    assert "http://localhost/integration.js" in page.one("#snippet-script").text_content()
    assert "http://localhost/integre" in page.one("#snippet-frame").text_content()
    assert len(page.all("[data-copy]")) == 3
    assert page.one(".live-example script").get("src") == "/integration.js"
    assert page.one(".live-example noscript iframe").get("src") == "/integre"


def test_the_how_to_where_nobody_is_listed(app_with: Callable[..., Flask]) -> None:
    page = PageClient(app_with(contact=Contact(email="accueil@aract.fr"))).get("/integration")
    assert "Aucun autre site n’est encore autorisé" in page.text
    assert page.one("#autorisation ~ p a[href^='mailto:accueil@aract.fr?subject=']") is not None


IN_A_FRAME = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}


def test_another_sites_frame_is_refused_in_words(app: Flask) -> None:
    visitor = PageClient(app)
    refused = visitor.get("/integre", headers={**IN_A_FRAME, "Referer": "https://ailleurs.fr/"}, status=403)
    assert refused.heading == "Le questionnaire ne s’affiche pas encore dans ce site"
    assert not refused.all("form, script")
    assert {link.get("target") for link in refused.all("#step a")} == {"_blank"}
    assert "frame-ancestors *" in refused.response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "headers",
    [
        {**IN_A_FRAME, "Referer": "https://aract.fr/"},
        {**IN_A_FRAME, "Referer": "http://localhost/integration"},
        IN_A_FRAME,
        {"Referer": "https://ailleurs.fr/"},
        {"Sec-Fetch-Dest": "document", "Referer": "https://ailleurs.fr/"},
    ],
    ids=["listed", "our own", "it doesn't say whose", "an old browser", "a link"],
)
def test_nobody_else_is(app: Flask, headers: dict[str, str]) -> None:
    page = PageClient(app).get("/integre", headers=headers)
    assert page.all("form#start")
    assert "frame-ancestors 'self' https" in page.response.headers["Content-Security-Policy"]


def test_the_how_to_is_linked_from_every_page_of_the_site(app: Flask) -> None:
    for path in ("/", "/mentions-legales"):
        assert PageClient(app).get(path).all(".site-footer a[href='/integration']")
