"""Everything that is true without a browser: the rules, the content they run on, the store that keeps answers."""
