"""Kinds of rows that rules look at together."""

from __future__ import annotations

from ..journal import Kind

WITH_CLIENT = (Kind.WAIT, Kind.VISIT, Kind.DOCUMENT)
AT_HOME = (*WITH_CLIENT, Kind.ALARM, Kind.NIGHT_CHECK)
OF_VISITS = (Kind.VISIT, Kind.MISSED, Kind.CANCELLED)
