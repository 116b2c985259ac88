"""The running program, broken on purpose: a real process, a real file, and what the visitor sees."""
