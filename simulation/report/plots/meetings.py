"""Who meets whom: a client x staff heatmap and a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ....models import Plan
from ....models.plan import CONTACT
from ...journal import Journal
from ...measures import Run
from ..texts import texts
from .style import axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLIENT_COLOUR, STAFF_COLOUR, CONTACT_COLOUR = "#009E73", "#0072B2", "#D55E00"


def heatmap(plan: Plan, journal: Journal, group: int = 0, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw how often each member of staff came to each client of a group: few dark cells in a row are continuity.

    Parameters
    ----------
    plan, journal
        A plan and the journal of one replication of it.
    group
        Row of the home care group.
    ax
        Axes to draw on. Clients with fewest faces are at the top, staff with most meetings to the left, contact persons framed.
    language
        ``en`` or ``sv``.
    """
    from matplotlib.patches import Rectangle

    say, scenario = texts(language), plan.scenario
    met, clients, staff = _met(plan, journal, group)
    clients = clients[np.lexsort((-met[clients].sum(axis=1), (met[clients] > 0).sum(axis=1)))]
    shown = met[np.ix_(clients, staff)]
    ax = axes(ax, 2.2 + 0.2 * len(staff), 1.4 + 0.13 * len(clients))
    mesh = ax.pcolormesh(np.ma.masked_equal(shown, 0), cmap="Blues", vmin=0, edgecolor="#EEEEEE", linewidth=0.3)
    for y, client in enumerate(clients):
        for x in np.flatnonzero(plan.rank[client, staff] == CONTACT):
            ax.add_patch(Rectangle((float(x), float(y)), 1, 1, fill=False, edgecolor=CONTACT_COLOUR, linewidth=1.2))
    ax.set_xticks(np.arange(len(staff)) + 0.5, [scenario.staff[person].id for person in staff], rotation=90, fontsize=6)
    ax.set_yticks(np.arange(len(clients)) + 0.5, [scenario.clients[client].id for client in clients], fontsize=5)
    ax.invert_yaxis()
    ax.set_xlabel(say("plots.staff") + (f" ({say('plots.contact_marker')})" if len(plan.contacts) else ""))
    ax.set_ylabel(say("plots.clients"))
    ax.set_title(say("plots.heatmap_title", policy=say.name("policies", plan.policy.name), days=plan.days), fontsize=10)
    ax.figure.colorbar(mesh, ax=ax, label=say("plots.meetings"), shrink=0.6)
    return ax


def meeting_network(plan: Plan, journal: Journal, group: int = 0, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw who met whom in a group as a network: the fewer the lines, the fewer ways for trust to thin or an infection to spread.

    Parameters
    ----------
    plan, journal
        A plan and the journal of one replication of it.
    group
        Row of the home care group.
    ax
        Axes to draw on. Thicker lines are more meetings, orange lines are those of a contact person.
    language
        ``en`` or ``sv``.
    """
    import networkx as nx
    from matplotlib.collections import LineCollection

    say = texts(language)
    met, clients, staff = _met(plan, journal, group)
    graph = nx.Graph()
    graph.add_nodes_from([("clients", int(client)) for client in clients])
    graph.add_nodes_from([("staff", int(person)) for person in staff])
    pairs = [(int(client), int(person)) for client in clients for person in staff if met[client, person]]
    for client, person in pairs:
        graph.add_edge(("clients", client), ("staff", person), weight=float(met[client, person]) ** 0.5)
    at = nx.spring_layout(graph, seed=1, iterations=60) if pairs else nx.circular_layout(graph)
    ax = axes(ax, 6, 6)
    lines = [(at["clients", client], at["staff", person]) for client, person in pairs]
    widths = [0.3 + 0.25 * met[pair] ** 0.5 for pair in pairs]
    colours = [CONTACT_COLOUR if plan.rank[pair] == CONTACT else "#AAAAAA" for pair in pairs]
    ax.add_collection(LineCollection(lines, linewidths=widths, colors=colours, alpha=0.6, zorder=1))
    for role, colour, size in (("clients", CLIENT_COLOUR, 22), ("staff", STAFF_COLOUR, 55)):
        points = np.array([at[node] for node in graph if node[0] == role]).reshape(-1, 2)
        ax.scatter(*points.T, s=size, color=colour, marker="o" if role == "clients" else "s", zorder=2, label=say(f"plots.{role}"))
    if CONTACT_COLOUR in colours:
        ax.plot([], [], color=CONTACT_COLOUR, alpha=0.6, label=say("plots.by_contact_person"))
    ax.set_title(say("plots.network_title", policy=say.name("policies", plan.policy.name), pairs=len(pairs)), fontsize=10)
    ax.legend(fontsize=8, frameon=False, loc="lower right")
    ax.set_axis_off()
    return ax


def _met(plan: Plan, journal: Journal, group: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Meetings int64[clients, staff], the group's clients who met anybody, and those they met, most meetings first."""
    met = np.zeros((len(plan.scenario.clients), len(plan.scenario.staff)), dtype=np.int64)
    encounters = Run(plan, journal).faces
    ours = np.array([client.group == group for client in plan.scenario.clients])[encounters.client]
    np.add.at(met, (encounters.client[ours], encounters.staff[ours]), 1)
    total = met.sum(axis=0)
    staff = np.argsort(-total, kind="stable")
    return met, np.flatnonzero(met.sum(axis=1)), staff[total[staff] > 0]
