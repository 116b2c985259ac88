"""A form that visitors fill in: each mistake named with its field, for the summary above it."""

from __future__ import annotations

from wtforms import Form

from views.forms.typed_fields import ReadField


class PublicForm(Form):
    """Fields of `typed_fields`, in the order of the page."""

    @property
    def asked(self) -> tuple[ReadField, ...]:
        """The fields that are read, in order."""
        return tuple(field for field in self if isinstance(field, ReadField))

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """The name of each field in error with its first mistake, in the order of the page."""
        return [(field.name, str(field.errors[0])) for field in self.asked if field.errors]

    @property
    def labels(self) -> dict[str, str]:
        """The label of each field, by its name."""
        return {field.name: field.label.text for field in self.asked}
