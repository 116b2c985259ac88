"""The store: assessments, results and what follows from them, in SQLite by Peewee. No query is written anywhere else."""
