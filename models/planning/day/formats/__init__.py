"""Readers and writers for problems that others publish."""
