"""Images of containers that serve a model: a folder with a Dockerfile, built by Docker or Podman."""
