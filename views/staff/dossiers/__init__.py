"""Dossiers: the list, one dossier and what changes it, entries by hand and from a file, exports."""
