"""Accounts: passwords by length and not by recipe, roles that nobody locks herself out of, codes that serve once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from models.store.audit import COMMAND_LINE, PAGE, list_audit, record
from models.store.database import writing
from models.store.passwords import LONGEST, WeakPassword, check_new_password, hash_password, verify_password
from models.store.second_factor import accept_code, matching_step, new_secret, recovery_codes_left, turn_off, turn_on
from models.store.staff import (
    Account,
    AccountExists,
    LastAdministratrice,
    Role,
    change_account,
    change_password,
    create_account,
    disable_account,
    enable_account,
    find_account,
    get_account,
    list_accounts,
    list_colleagues,
)
from models.store.staff_sessions import (
    LASTS_AT_MOST,
    MOST_REFUSALS,
    find_session_account,
    list_sessions,
    note_failure,
    note_refusal,
    open_session,
    wait_before_trying,
)
from models.store.tables import Audit, StaffRecoveryCode, StaffSession
from models.store.tokens import token_hash
from tests.rows import count, values
from tests.store.making import NOW

GOOD = "cheval agrafe pile correcte"


def make(email: str = "camille@aract.example", role: Role = Role.CHARGEE) -> Account:
    return create_account(email, "Camille Roux", role, GOOD, NOW, COMMAND_LINE)


@pytest.mark.parametrize(
    "password",
    [
        "quatre mots sans rapport",
        "aaaabbbbccccddddeeee ffff zz",
        "éàü œuf ß 漢字 emoji 🙂",
        "k7!pQ2#vX9$mL4",
        "douze-signes",
        "x" * 3 + "brique" * 2 + "orage sel",
        "une phrase de plus de soixante-quatre caractères que personne ne devinera jamais",
    ],
)
def test_long_passwords_are_welcome_whatever_their_signs(password: str) -> None:
    check_new_password(password, "camille@aract.example")
    assert verify_password(hash_password(password), password)


@pytest.mark.parametrize(
    "password",
    [
        "court",
        "onzelettres",
        "azertyuiop123",
        "motdepasse123",
        "M0tDeP@sse2026",
        "123456789012",
        "aaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "qwertyuiopasdf",
        "camille2026!!",
        "Aract-2026-2026",
        "administratrice",
        "x" * (LONGEST + 1),
    ],
)
def test_short_or_commonest_passwords_are_refused_with_a_reason(password: str) -> None:
    with pytest.raises(WeakPassword, match=r"caractères|premiers"):
        check_new_password(password, "camille@aract.example")


def test_accents_are_one_sign_however_they_were_typed() -> None:
    assert verify_password(hash_password("forêt lointaine"), "fore\u0302t lointaine")


def test_a_guess_costs_nineteen_mebibytes_and_two_passes(costly_hasher: PasswordHasher) -> None:
    assert costly_hasher.hash(GOOD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_an_absent_account_is_verified_as_slowly_and_never_right() -> None:
    assert not verify_password(None, "nobody has this password")
    assert not verify_password("not a hash", GOOD)


def test_one_account_an_address_capitals_aside(store: Path) -> None:
    make()
    with pytest.raises(AccountExists):
        make("CAMILLE@aract.example")
    assert len(list_accounts()) == 1
    with pytest.raises(KeyError):
        get_account(99)


def test_the_last_administratrice_can_neither_leave_nor_change(store: Path) -> None:
    boss = make("agathe@aract.example", Role.ADMINISTRATRICE)
    make()
    with pytest.raises(LastAdministratrice):
        disable_account(boss, NOW, COMMAND_LINE)
    with pytest.raises(LastAdministratrice):
        change_account(boss, "Agathe", Role.CHARGEE, NOW, COMMAND_LINE)
    second = make("lou@aract.example", Role.ADMINISTRATRICE)
    disable_account(boss, NOW, COMMAND_LINE)
    with pytest.raises(LastAdministratrice):
        disable_account(second, NOW, COMMAND_LINE)
    assert [account.email for account in list_colleagues()] == ["camille@aract.example", "lou@aract.example"]
    assert [account.id for account in list_accounts()][-1] == boss.id, "active ones first"
    enable_account(boss, NOW, COMMAND_LINE)
    change_account(second, "Lou", Role.CHARGEE, NOW, COMMAND_LINE)
    assert get_account(second.id).role is Role.CHARGEE


def test_a_session_is_known_by_its_hash_and_ends_by_itself(store: Path) -> None:
    account = make()
    token = open_session(account, NOW, "Un navigateur")
    assert token.encode() not in b"".join(bytes(hashed) for (hashed,) in values(StaffSession, "token_hash"))
    assert find_session_account(token, NOW + LASTS_AT_MOST - timedelta(seconds=1)) == account
    assert find_session_account(token, NOW + LASTS_AT_MOST) is None
    assert find_session_account("another", NOW) is None
    open_session(account, NOW + LASTS_AT_MOST, "")
    assert count(StaffSession) == 1, "what is over is swept"


def test_a_changed_password_and_a_disabled_account_end_sessions(store: Path) -> None:
    make("agathe@aract.example", Role.ADMINISTRATRICE)
    account = make()
    open_session(account, NOW, "")
    change_password(account, "violon brique sel orage", NOW, account.actor)
    assert list_sessions(account, NOW) == []
    token = open_session(account, NOW, "")
    disable_account(account, NOW, COMMAND_LINE)
    assert find_session_account(token, NOW) is None
    enable_account(account, NOW, COMMAND_LINE)
    assert find_session_account(token, NOW) is None, "it ended for good"


def test_waiting_is_by_address_and_account_and_forgotten_after_a_day(store: Path) -> None:
    for _ in range(10):
        note_failure("203.0.113.9", "Camille@aract.example", NOW)
    assert wait_before_trying("203.0.113.9", "camille@aract.example", NOW) > timedelta(seconds=30)
    assert not wait_before_trying("198.51.100.7", "camille@aract.example", NOW)
    assert not wait_before_trying("203.0.113.9", "agathe@aract.example", NOW)
    later = NOW + timedelta(days=2)
    note_failure("203.0.113.9", "camille@aract.example", later)
    assert not wait_before_trying("203.0.113.9", "camille@aract.example", later)


def test_trying_many_accounts_from_one_address_slows_down_by_a_minute_at_most(store: Path) -> None:
    for number in range(40):
        note_failure("203.0.113.9", f"someone{number}@aract.example", NOW)
    wait = wait_before_trying("203.0.113.9", "camille@aract.example", NOW)
    assert timedelta(0) < wait <= timedelta(minutes=1)


def test_a_code_serves_once_and_a_minute_at_most(store: Path) -> None:
    import pyotp

    account, secret = make(), new_secret()
    codes = turn_on(account, secret, 0, NOW, account.actor)
    account = get_account(account.id)
    code = pyotp.TOTP(secret).at(NOW)
    assert accept_code(account, f" {code[:3]} {code[3:]} ", NOW)
    assert not accept_code(account, code, NOW)
    half_a_minute_ahead = pyotp.TOTP(secret).at(NOW + timedelta(seconds=30))
    assert accept_code(account, half_a_minute_ahead, NOW)
    assert not accept_code(account, half_a_minute_ahead, NOW), "though its time is yet to come"
    assert matching_step(secret, code, NOW + timedelta(minutes=2)) is None
    assert not accept_code(account, "000 000", NOW + timedelta(hours=1))
    assert accept_code(account, codes[0].upper(), NOW)
    assert not accept_code(account, codes[0], NOW)
    assert recovery_codes_left(account) == len(codes) - 1
    assert codes[0].encode() not in b"".join(bytes(hashed) for (hashed,) in values(StaffRecoveryCode, "code_hash"))
    turn_off(account, NOW, account.actor)
    account = get_account(account.id)
    assert not accept_code(account, codes[1], NOW)
    assert recovery_codes_left(account) == 0


def test_a_clock_that_was_ahead_shuts_nobody_out_and_leaves_nobody_in(store: Path) -> None:
    import pyotp

    account, secret, ahead = make(), new_secret(), NOW + timedelta(days=400)
    for _ in range(10):
        note_failure("203.0.113.9", account.email, ahead)
    assert not wait_before_trying("203.0.113.9", account.email, NOW)
    turn_on(account, secret, 0, ahead, account.actor)
    account = get_account(account.id)
    assert accept_code(account, pyotp.TOTP(secret).at(ahead), ahead)
    assert accept_code(account, pyotp.TOTP(secret).at(NOW), NOW)
    assert not accept_code(account, pyotp.TOTP(secret).at(NOW), NOW), "right again, a code serves once"
    token = open_session(account, ahead, "")
    assert find_session_account(token, NOW) is None
    assert list_sessions(account, NOW) == []


def test_a_refused_sign_in_is_in_the_log_and_a_storm_of_them_does_not_fill_it(store: Path) -> None:
    account = make()
    note_refusal("203.0.113.9", "camille@aract.example", account, "mot de passe", NOW)
    note_refusal("203.0.113.9", "secret typed in the wrong field", None, "mot de passe", NOW)
    known, unknown = list_audit()[1], list_audit()[0]
    assert (known.action, known.subject, known.detail) == ("refuser une connexion", account.email, "mot de passe")
    assert unknown.subject == "compte inconnu"
    for number in range(MOST_REFUSALS + 20):
        note_refusal(f"203.0.113.{number}", "x", None, "mot de passe", NOW)
    assert [action for (action,) in values(Audit, "action")].count("refuser une connexion") == MOST_REFUSALS


def test_turning_the_second_factor_on_ends_the_sessions_opened_by_a_password_alone(store: Path) -> None:
    account = make()
    kept, other = open_session(account, NOW, ""), open_session(account, NOW, "")
    turn_on(account, new_secret(), 0, NOW, account.actor, keep=token_hash(kept))
    assert find_session_account(kept, NOW) is not None
    assert find_session_account(other, NOW) is None


def test_sessions_are_told_newest_first(store: Path) -> None:
    account = make()
    for minutes, browser in ((2, "deux"), (3, "trois"), (1, "un")):
        open_session(account, NOW + timedelta(minutes=minutes), browser)
    told = list_sessions(account, NOW + timedelta(minutes=5))
    assert [each.browser for each in told] == ["trois", "deux", "un"]


def test_a_provisional_password_expires(store: Path) -> None:
    invited = create_account("lou@aract.example", "Lou", Role.CHARGEE, GOOD, NOW, COMMAND_LINE, provisional=True)
    assert not invited.has_expired(NOW + timedelta(days=2))
    assert invited.has_expired(NOW + timedelta(days=3))
    account = make()
    assert not account.has_expired(NOW + timedelta(days=400))
    change_password(account, "violon brique sel orage", NOW, COMMAND_LINE, provisional=True)
    account = get_account(account.id)
    assert not account.has_expired(NOW + timedelta(days=2))
    assert account.has_expired(NOW + timedelta(days=3))
    change_password(account, "orage sel brique violon", NOW, account.actor)
    assert not get_account(account.id).has_expired(NOW + timedelta(days=400))


def test_the_log_is_read_by_pages_newest_first(store: Path) -> None:
    with writing():
        for number in range(PAGE + 5):
            record(COMMAND_LINE, f"faire {number}", NOW, assessment_id=number % 2 or None)
    first = list_audit()
    assert len(first) == PAGE
    assert first[0].action == f"faire {PAGE + 4}"
    rest = list_audit(before=first[-1].id)
    assert [entry.action for entry in rest] == [f"faire {number}" for number in (4, 3, 2, 1, 0)]
    assert {entry.assessment_id for entry in list_audit(assessment_id=1)} == {1}
    assert find_account("nobody@aract.example") is None
