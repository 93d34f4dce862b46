"""The scoring server: a model behind ``POST /invocations``."""
