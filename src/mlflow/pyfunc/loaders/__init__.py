"""Loaders that ``loader_module`` of an ``MLmodel`` file may name."""

from __future__ import annotations
