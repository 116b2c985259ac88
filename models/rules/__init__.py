"""The scheme's rules: pure functions over frozen values; standard library only, no files, no clock."""
