"""Generated networks for all kinds of municipalities a user may draw."""

import numpy as np
from hemtjanst.models.geography import GeographySection, built_in_network, place, travel_times
from hypothesis import given, settings
from hypothesis import strategies as st


@st.composite
def sections(draw: st.DrawFn) -> GeographySection:
    """A few localities of any size, near or far, in a row on one road or in a star; with or without a coast."""
    count = draw(st.integers(1, 4))
    cells = draw(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=count, max_size=count, unique=True))
    inhabitants = draw(st.lists(st.sampled_from([0, 1, 7, 60, 300, 1_500]), min_size=count, max_size=count))
    localities = [
        {"name": f"L{row}", "lat": 58 + 0.008 * a, "lon": 11 + 0.015 * b, "inhabitants": people}
        for row, ((a, b), people) in enumerate(zip(cells, inhabitants, strict=True))
    ]
    names = [town["name"] for town in localities]
    kind = draw(st.sampled_from(["motorway", "secondary", "unclassified"]))
    roads = [{"name": "ring", "class": "tertiary", "through": [*names, [58.05, 11.1]]}]
    roads += [{"name": f"R{name}", "class": kind, "through": [names[0], name]} for name in names[1:]]
    return GeographySection.model_validate(
        {
            "localities": localities,
            "main_roads": roads,
            "rural_inhabitants": draw(st.sampled_from([1, 40, 700])),
            "land": draw(st.sampled_from([[], [[57.99, 10.99], [57.99, 11.3], [58.2, 11.3], [58.2, 10.99]]])),
        }
    )


@given(sections(), st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_everybody_gets_everywhere(section, seed):
    """Whatever somebody draws: no crash, about as many homes as people need, all of them reachable by every mode."""
    network = built_in_network(section, seed)
    people = sum(town.inhabitants for town in section.localities) + section.rural_inhabitants
    assert len(network.homes) <= people / 2 + 0.5 * len(section.localities) + 60
    assert (network.metres > 0).all()
    if len(network.homes):
        placed = place(network, section, [f"c{row}" for row in range(12)], 1, seed)
        times = travel_times(network, placed.lat, placed.lon)
        assert (times.seconds >= 0).all()
        assert np.isfinite(times.snapped).all()
