"""The contract over HTTP, derived from its acts."""
