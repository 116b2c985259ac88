"""Those who sign in, and how many tries an address has had."""

from __future__ import annotations

from peewee import BlobField, BooleanField, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.store.fields import MomentField
from models.store.tables.table import Table, index_on


class StaffAccount(Table):
    """A member of staff. The e-mail is in small letters."""

    email = TextField(unique=True)
    name = TextField()
    role = TextField()
    password_hash = TextField()
    must_change_password = BooleanField()
    totp_secret = TextField(null=True)
    totp_last_step = IntegerField(default=0)
    created_at = MomentField()
    disabled_at = MomentField(null=True)
    provisional_until = MomentField(null=True)


class StaffRecoveryCode(Table):
    """An unspent recovery code of an account: only its hash."""

    account = ForeignKeyField(StaffAccount, on_delete="CASCADE", index=False)
    code_hash = BlobField()

    class Meta:
        """Peewee's options."""

        primary_key = CompositeKey("account", "code_hash")


class StaffSession(Table):
    """A browser that is signed in: only its token's hash."""

    token_hash = BlobField(primary_key=True)
    account = ForeignKeyField(StaffAccount, on_delete="CASCADE", index=False)
    created_at = MomentField()
    expires_at = MomentField()
    browser = TextField()


class SignInFailure(Table):
    """Wrong tries from an address, and from it on an account; the key is a hash, so that no address is kept."""

    key = BlobField(primary_key=True)
    count = IntegerField()
    last_at = MomentField()


class Mailed(Table):
    """Letters asked for lately to an address; the key is a hash, so that no address is kept."""

    key = BlobField(primary_key=True)
    count = IntegerField()
    last_at = MomentField()


index_on("staff_session_by_account", StaffSession.account)
