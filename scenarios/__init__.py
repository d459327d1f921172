"""Municipalities, policies and sweeps as YAML files, shipped as package data."""
