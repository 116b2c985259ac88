"""Project sheets: written from a finished dossier, agreed by its company, published, withdrawn.

`versions` holds what was written, `agreeing` what the company says of it, `publishing` what the guide shows, and
`parting` what becomes of that when the dossier goes.
"""
