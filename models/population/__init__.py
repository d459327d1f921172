"""Clients, their needs and staff: made up from figures, or read from the user's own tables."""

from .catalogue import CatalogueSection, make_catalogue
from .clients import ClientDraft, client_ids, make_clients, workload
from .section import PopulationSection
from .staff import StaffingSection, group_sizes, make_shifts, make_staff, number_of_groups
from .tables import People, describe_tables, read_tables

__all__ = [
    "CatalogueSection",
    "ClientDraft",
    "People",
    "PopulationSection",
    "StaffingSection",
    "client_ids",
    "describe_tables",
    "group_sizes",
    "make_catalogue",
    "make_clients",
    "make_shifts",
    "make_staff",
    "number_of_groups",
    "read_tables",
    "workload",
]
