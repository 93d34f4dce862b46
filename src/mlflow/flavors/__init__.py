"""Flavors: how the models of each framework are written and read; one file each."""

from __future__ import annotations
