"""Kernels: each ``_name.pyx`` with its validating wrapper ``name.py`` and its plain Python twin."""
