"""The rules of the journal checker, by what they look at; :mod:`..journal_checks` lists them all."""
