"""Whatever is sent: 4xx in words, what was typed kept, nothing lost, never a 500."""

from __future__ import annotations

import pytest

from tests.journeys import ANSWERS, before, begin, fill
from tests.page_client import PageClient

ABSENT = "/diagnostics/AAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("territoire", "2A"),
        ("territoire", ""),
        ("territoire", ["01", "07"]),
        ("effectif", "12,5"),
        ("effectif", "12.5"),
        ("effectif", "douze"),
        ("effectif", ""),
        ("effectif", "-3"),
        ("effectif", "100001"),
        ("effectif", "1 20"),
        ("effectif", "1 2000"),
        ("effectif", "9" * 400),
        ("effectif", "٤٨"),
        ("effectif", "<script>alert(1)</script>"),
        ("effectif", "1e3"),
        ("effectif", "salariés"),
        ("effectif", "12 personnes"),
        ("effectif", "\x00"),
        ("themes", []),
        ("themes", ["inconnu"]),
        ("themes", ["management", "inconnu"]),
        ("parties_prenantes", ["aucune", "salaries"]),
        ("besoin", "4"),
        ("besoin", "oui"),
        ("besoin", ["1", "2"]),
    ],
)
def test_an_answer_that_will_not_do_comes_back_with_what_was_typed(
    visitor: PageClient, key: str, typed: str | list[str]
) -> None:
    address = fill(visitor, before(key))
    page = visitor.post(f"{address}/questions/{key}", {key: typed}, status=422)
    assert page.question == key
    message = page.one(f"#error-{key}")
    assert message.text_content().strip()
    tied = page.all("fieldset, input[type=text]")[0]
    assert message.get("id") in (tied.get("aria-describedby") or "").split()
    fields = page.all("input[type=text]")
    if fields:
        assert fields[0].get("aria-invalid") == "true"
        assert fields[0].get("value", "").replace("\x00", "") == str(typed).replace("\x00", "")[:400]
    chosen = {str(field.get("value")) for field in page.all("input[checked]")}
    known = {str(field.get("value")) for field in page.all("form input")}
    assert chosen == {
        value for value in ([typed] if isinstance(typed, str) else typed) if value in known and not fields
    }
    assert visitor.get(address).question == key


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
def test_a_number_may_be_typed_as_the_french_do(visitor: PageClient, space: str) -> None:
    address = fill(visitor, {**before("effectif"), "structure": "groupe", "nombre_entreprises": "3"})
    visitor.post(f"{address}/questions/effectif", {"effectif": f" 1{space}200 "}, status=303, follow=False)
    assert visitor.get(f"{address}/questions/effectif").one("input[name=effectif]").get("value") in {
        "1200",
        "1\u202f200",
    }


@pytest.mark.parametrize(("typed", "value"), [("12 salariés", "12"), ("1 salarié", "1"), ("48\u00a0salariés ", "48")])
def test_a_number_may_be_typed_with_its_unit(visitor: PageClient, typed: str, value: str) -> None:
    address = fill(visitor, before("effectif"))
    visitor.post(f"{address}/questions/effectif", {"effectif": typed}, status=303, follow=False)
    assert visitor.get(f"{address}/questions/effectif").one("input[name=effectif]").get("value") == value


def test_a_question_that_is_not_on_the_path_leads_on_or_is_refused(visitor: PageClient) -> None:
    address = fill(visitor, before("ambition"))
    assert visitor.get(f"{address}/questions/nombre_entreprises").question == "ambition"
    visitor.post(f"{address}/questions/nombre_entreprises", {"nombre_entreprises": "3"}, status=409)
    visitor.get(f"{address}/questions/inconnue", status=404)
    visitor.post(f"{address}/questions/inconnue", {"inconnue": "3"}, status=404)


@pytest.mark.parametrize(
    "token",
    ["AAAAAAAAAAAAAAAAAAAAAA", "a", "é", "%00", "%FF", "..", "x" * 3000, "AAAAAAAAAAAAAAAAAAAAAA%27--"],
)
def test_a_forged_token_gets_one_and_the_same_page(visitor: PageClient, token: str) -> None:
    expected = visitor.get(ABSENT, status=404)
    page = visitor.get(f"/diagnostics/{token}", status=404)
    if token != "..":
        assert page.text == expected.text
    visitor.post(f"/diagnostics/{token}/questions/effectif", {"effectif": "12"}, status=404)


def test_a_truncated_token_is_no_token(visitor: PageClient) -> None:
    address = fill(visitor, {})
    assert visitor.get(address[:-1], status=404).text == visitor.get(ABSENT, status=404).text


def test_a_body_that_is_too_large_is_refused_in_words(visitor: PageClient) -> None:
    page = begin(visitor)
    for length in (66_000, 2_000_000):
        assert visitor.post(page.path, {"territoire": "0" * length}, status=413).heading
        assert visitor.post(page.path, {"territoire": "0" * length}, status=413, htmx=True).heading
    assert visitor.get(page.path).question == "territoire"


def test_an_address_that_is_too_long_is_refused_in_words(visitor: PageClient) -> None:
    assert visitor.get("/guide?" + "a=" * 5000, status=414).heading
    assert visitor.get("/" + "a" * 9000, status=414).heading


def test_a_text_that_is_too_long_comes_back_with_its_length_in_words(visitor: PageClient) -> None:
    address = fill(visitor, ANSWERS, finish=True)
    typed = {"nom": "Zoé", "telephone": "0" + " " * 20_000 + "4", "moment": "é" * 301, "pour": "rappel"}
    page = visitor.post(f"{address}/contact", typed, status=422)
    assert "20\u202f002 caractères\u00a0: gardez-en 40 au plus" in page.one("#error-telephone").text_content()
    assert "301 caractères\u00a0: gardez-en 300 au plus" in page.one("#error-moment").text_content()
    assert page.one("input[name=telephone]").get("value") == typed["telephone"]
    assert page.one("input[name=moment]").get("value") == typed["moment"]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/octet-stream", "nonsense", ""])
def test_a_body_that_is_no_form_is_refused_in_words(visitor: PageClient, kind: str) -> None:
    page = begin(visitor)
    refused = visitor.post(page.path, status=415, data=b'{"territoire": "07"}', content_type=kind)
    assert refused.heading
    assert visitor.get(page.path).question == "territoire"


def test_a_form_with_an_endless_boundary_is_refused_in_words(visitor: PageClient) -> None:
    page = begin(visitor)
    kind = "multipart/form-data; boundary=" + "a-" * 50_000
    assert visitor.post(page.path, status=415, data=b"x", content_type=kind).heading


def test_an_empty_post_is_an_empty_answer(visitor: PageClient) -> None:
    assert visitor.post(begin(visitor).path, status=422).question == "territoire"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW"])
@pytest.mark.parametrize("path", ["/", "/guide", "/diagnostics", ABSENT])
def test_an_unknown_method_is_refused_in_words(visitor: PageClient, method: str, path: str) -> None:
    response = visitor.client.open(path, method=method)
    assert response.status_code == 405
    assert "Allow" in response.headers
    assert "<h1" in response.get_data(as_text=True)


def test_an_unknown_address_is_said_as_such(visitor: PageClient) -> None:
    for path in ("/inconnue", "/diagnostics", "/diagnostics/", "/%ff", "/static/x", "/guide/"):
        assert visitor.client.get(path).status_code in {404, 405, 308}, path


@pytest.mark.parametrize(
    "header", ["HX-Target", "HX-Trigger", "HX-Current-URL", "HX-Prompt", "Accept-Language", "Cookie"]
)
def test_strange_headers_change_nothing(visitor: PageClient, header: str) -> None:
    page = begin(visitor)
    answered = visitor.answer(page, ANSWERS["territoire"], htmx=True)
    strange = visitor.get(page.path, htmx=True, headers={header: "%%\x7f;\u00e9\u00ff<script>"})
    assert strange.question == "territoire"
    assert answered.question == "structure"


@pytest.mark.parametrize("host", ["a..b", ".", "é" * 70, "http://[", "a b", "\xff"])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_host_that_is_none_is_refused_in_words(visitor: PageClient, host: str, htmx: bool) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    told = visitor.client.get(
        "/mentions-legales", headers=headers, environ_overrides={"HTTP_HOST": host.encode().decode("latin-1")}
    )
    assert told.status_code in {200, 400}
    assert "<h1" in told.get_data(as_text=True)
