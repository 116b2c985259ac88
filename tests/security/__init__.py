"""Who could want what, and what keeps them from it: the proofs that SECURITY.md names."""
