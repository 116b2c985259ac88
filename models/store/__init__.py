"""The store: assessments, results and what follows, in SQLite by Peewee. No query is written anywhere else."""
