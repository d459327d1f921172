"""Reading GraphML as osmnx writes it."""

import networkx as nx
import numpy as np
import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.geography import read_roads, travel_times


def graph() -> nx.MultiDiGraph:
    """Three corners as osmnx stores them: attributes are texts, several values of a merged edge are a list in a text."""
    made = nx.MultiDiGraph(crs="epsg:4326")
    for name, (lat, lon) in {"10": (58.0, 11.0), "11": (58.0, 11.02), "12": (58.01, 11.02)}.items():
        made.add_node(name, y=str(lat), x=str(lon), street_count="2")
    both = {"highway": "residential", "maxspeed": "30", "oneway": "False"}
    bent = "LINESTRING (11 58, 11.01 58.004, 11.02 58)"
    made.add_edge("10", "11", **both, length="1500.0", geometry=bent)
    made.add_edge("11", "10", **both, length="1500.0", geometry="LINESTRING (11.02 58, 11.01 58.004, 11 58)")
    several = {"highway": "['secondary', 'tertiary']", "maxspeed": "['70', '50']", "length": "1112.0"}
    made.add_edge("11", "12", **several, oneway="True")
    made.add_edge("12", "10", length="1620.0", highway="primary", oneway="True")
    return made


def test_edges_keep_direction_length_speed_and_bends(tmp_path):
    """Everything osmnx knows of an edge must arrive: one-way, merged limits (the lower counts), the bend as a node."""
    nx.write_graphml(graph(), tmp_path / "a.graphml")
    network = read_roads(tmp_path / "a.graphml")
    assert len(network) == 4, "three corners and one bend that both directions share"
    times = travel_times(network, np.array([58.0, 58.0, 58.01]), np.array([11.0, 11.02, 11.02]))
    assert times.metres[0, 0, 1] == 1_500
    assert times.seconds[0, 0, 1] == 200  # 30 km/h posted, 27 driven
    assert times.metres[0, 1, 2] == 1_112
    assert times.seconds[0, 1, 2] == 89  # the lower of two limits, 50: 45 driven
    assert times.metres[0, 2, 1] == 1_620 + 1_500, "a car has to go round"
    assert times.metres[2, 2, 1] == 1_112, "somebody on foot does not"


def test_projected_graphs_are_refused_with_the_reason(tmp_path):
    """Metres taken for degrees would put homes on another planet."""
    projected = graph()
    for _, tags in projected.nodes(data=True):
        tags["x"], tags["y"] = "384000.0", "6430000.0"
    nx.write_graphml(projected, tmp_path / "a.graphml")
    with pytest.raises(InputError, match="no coordinates in degrees") as caught:
        read_roads(tmp_path / "a.graphml")
    assert len(caught.value.faults) == 3


def test_every_bad_length_is_named(tmp_path):
    """All faults at once, each with its edge."""
    bad = graph()
    bad.edges["11", "12", 0]["length"] = "-5"
    bad.edges["12", "10", 0]["length"] = "nan"
    nx.write_graphml(bad, tmp_path / "a.graphml")
    with pytest.raises(InputError) as caught:
        read_roads(tmp_path / "a.graphml")
    assert len(caught.value.faults) == 2
    assert "edge 11 to 12 has the length '-5'" in str(caught.value)


@pytest.mark.parametrize("content", ["", "hello", "<html/>", "<graphml><graph/></graphml>"])
def test_other_files_are_refused_with_one_sentence(tmp_path, content):
    """What is no GraphML, or holds no edges, ends in a message and not in a parser's traceback."""
    file = tmp_path / "a.graphml"
    file.write_text(content)
    with pytest.raises(InputError, match=r"cannot be read as GraphML|holds no roads"):
        read_roads(file)


def test_unknown_classes_are_counted(tmp_path):
    """An edge without a class is a small road, and the report says how many there were."""
    odd = graph()
    del odd.edges["12", "10", 0]["highway"]
    nx.write_graphml(odd, tmp_path / "a.graphml")
    assert any("1 edges have no known road class" in note for note in read_roads(tmp_path / "a.graphml").notes)
