"""Stores that other packages bring, by MLflow's interface for them."""
