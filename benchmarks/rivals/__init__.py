"""Other servers of models: how each is installed, started and asked."""
