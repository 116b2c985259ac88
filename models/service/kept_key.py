"""The secret key that the program makes for itself, once, where none is set."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from models.service.setting_kinds import SHORTEST_KEY, SettingError
from models.store.engine import is_server


def kept_secret_key(instance: Path, database: Path | str) -> str:
    """The key where SECRET_KEY is unset. Raises SettingError where none can be kept, or several machines serve."""
    if is_server(database):
        raise SettingError("SECRET_KEY", "", "it must be set with PostgreSQL, the same for every machine that serves")
    try:
        return keep_secret_key(instance)
    except OSError as error:
        raise SettingError("SECRET_KEY", "", f"it must be set, since {instance} can't keep one ({error})") from None


def keep_secret_key(instance: Path) -> str:
    """The key kept in `instance/secret_key`, made the first time, readable by its owner alone.

    Two programs that start at once agree: the key is written aside, then linked, and the first link wins.
    """
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "secret_key"
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=instance, prefix=".secret_key-")  # mkstemp's files are 0600
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            Path(path).hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    key = path.read_text(encoding="ascii").strip()
    if len(key) < SHORTEST_KEY:
        raise SettingError(str(path), "…", f"at least {SHORTEST_KEY} characters; delete the file to have it made anew")
    return key
