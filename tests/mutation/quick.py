"""A test that fails is enough: hypothesis needn't look for the smallest example."""

from __future__ import annotations

import pytest
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings


class QuickToFail:
    """A pytest plugin, heard after tests/conftest.py chose its own settings and before any test is read."""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        """The suite's examples, without a search for smaller ones."""
        hypothesis_settings.register_profile(
            "mutation",
            parent=hypothesis_settings.get_profile("suite"),
            phases=(Phase.explicit, Phase.generate),
            report_multiple_bugs=False,
        )
        hypothesis_settings.load_profile("mutation")
