"""A form of the back-office: Flask-WTF's token in it, each field tied to its hint and its mistake."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import CombinedMultiDict
from wtforms import ValidationError
from wtforms.widgets import HiddenInput

from views.forms.typed_fields import ReadField

POSTED: Any = object()


class StaffForm(FlaskForm):
    """Filled with what was posted; on a GET, or where `posted` is None, with what is given as `data`.

    `suffix` tells the fields of forms of the same kind on one page apart.
    """

    class Meta(FlaskForm.Meta):
        """How a field is drawn."""

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            """Tied to its hint and its mistake for those who don't see them; hidden fields need no id."""
            ties = {"hint": field.description, "error": field.errors}
            tied = " ".join(f"{field.id}-{part}" for part, words in ties.items() if words)
            known = {"aria-describedby": tied or False, "aria-invalid": bool(field.errors) and "true"}
            if isinstance(field.widget, HiddenInput):
                known["id"] = False
            elif isinstance(field, ReadField):
                known["autocomplete"] = "off"
            return super().render_field(field, {**known, **(field.render_kw or {}), **render_kw})

    def __init__(self, posted: Any = POSTED, *, suffix: object = "", **data: Any) -> None:
        if posted is POSTED:
            posted = request.form if self.is_submitted() else None
        super().__init__(formdata=posted, **data)
        for field in self if suffix else ():
            field.id = field.label.field_id = f"{field.id}-{suffix}"

    @property
    def mistakes(self) -> dict[str, str]:
        """The first mistake of each field in error, by the field's id, in the order of the page."""
        return {field.id: str(field.errors[0]) for field in self if field.errors}

    def refuse(self, name: str, words: str) -> None:
        """Say of a field what only the store could find wrong with it; of the whole form where `name` is empty."""
        if name:
            self[name].errors = [*self[name].errors, words]
        else:
            self.form_errors = [words]


class UploadField(FileField):
    """A file to send."""

    optional = False


class UploadForm(StaffForm):
    """One file, of the kinds that `accept` names."""

    fichier = UploadField("Fichier")

    def __init__(self, posted: Any = POSTED) -> None:
        if posted is POSTED and self.is_submitted():
            posted = CombinedMultiDict[str, Any]([request.files, request.form])
        super().__init__(posted)

    def validate_fichier(self, field: FileField) -> None:
        """One was chosen, with something in it."""
        if not field.data or not field.data.stream.read(1):
            raise ValidationError("Choisissez un fichier, puis réessayez.")
        field.data.stream.seek(0)
