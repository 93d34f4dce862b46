"""The crash-safe buffer in front of any store: a logging call is one append to a file, and a thread ships the rest."""
