"""What holds just now: the addresses in use, the stores opened for them, the active run, experiment and model."""
