"""Pure functions from a journal (and its plan) to figures, each with definition, unit and source."""
