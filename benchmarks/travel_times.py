"""Travel-time matrices: this project's road hierarchy and its peers on one road graph, in one run, on one core.

    python benchmarks/travel_times.py --network FILE.npz --places 2000
    python benchmarks/travel_times.py --network FILE.osm.pbf --places 2000 --peers pyroutingkit

FILE.npz holds ``tail, head, ms, x, y, lat, lon`` and ``place`` (node numbers); of an OpenStreetMap or GraphML file the
roads for cars are taken, and places are drawn among the nodes that can all reach one another. Peers come with
``pip install -e '.[benchmark]'``; one that is missing is said to be missing. All figures are CPU seconds of this process:
the best of ``--repeat`` runs, or one run where it takes more than a second. "Equal" compares every entry with scipy's
Dijkstra, or with 50 of its rows where scipy is not among the peers.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np

Arrays = dict[str, np.ndarray]
FAR = np.int64(2**30 - 1)


class Hemtjanst:
    """``hemtjanst.cython_ext.hierarchy``."""

    name = "hemtjanst"
    needs = "hemtjanst.cython_ext.hierarchy"

    def prepare(self, road: Arrays) -> None:
        """Order and contract."""
        build = import_module(self.needs).RoadHierarchy.build
        self.roads = build(road["tail"], road["head"], len(road["lat"]), road["lat"], road["lon"])

    def weigh(self, road: Arrays) -> None:
        """Customize."""
        self.weighted = self.roads.customize(road["ms"])

    def matrix(self, places: np.ndarray) -> np.ndarray:
        """Batched sweeps."""
        return self.weighted.matrix(places, places)


class HemtjanstWithLengths(Hemtjanst):
    """The same with metres along the fastest paths."""

    name = "hemtjanst, with metres"

    def weigh(self, road: Arrays) -> None:
        """Customize times and metres together."""
        self.weighted = self.roads.customize(road["ms"], road["metres"])

    def matrix(self, places: np.ndarray) -> np.ndarray:
        """Both matrices; the times are compared."""
        return self.weighted.matrix_with_lengths(places, places)[0]


class Scipy:
    """``scipy.sparse.csgraph.dijkstra``, in C, on floats (exact for these integers)."""

    name = needs = "scipy"

    def prepare(self, road: Arrays) -> None:
        """Nothing to prepare."""

    def weigh(self, road: Arrays) -> None:
        """A sparse matrix; of parallel arcs the quickest."""
        from scipy.sparse import csr_matrix

        order = np.lexsort((road["ms"], road["head"], road["tail"]))
        tail, head, ms = road["tail"][order], road["head"][order], road["ms"][order].astype(float)
        first = np.r_[True, (np.diff(tail) != 0) | (np.diff(head) != 0)]
        nodes = len(road["lat"])
        self.graph = csr_matrix((ms[first], (tail[first], head[first])), (nodes, nodes))

    def rows(self, sources: np.ndarray, places: np.ndarray) -> np.ndarray:
        """One search per source, 100 at a time to bound the memory."""
        from scipy.sparse.csgraph import dijkstra

        parts = [dijkstra(self.graph, indices=sources[i : i + 100])[:, places] for i in range(0, len(sources), 100)]
        return np.vstack(parts)

    def matrix(self, places: np.ndarray) -> np.ndarray:
        """All rows."""
        return self.rows(places, places)


class Igraph:
    """``igraph.Graph.distances``, in C."""

    name = needs = "igraph"

    def prepare(self, road: Arrays) -> None:
        """The graph without weights."""
        graph = import_module("igraph").Graph
        self.graph = graph(len(road["lat"]), np.column_stack((road["tail"], road["head"])).tolist(), directed=True)

    def weigh(self, road: Arrays) -> None:
        """An edge attribute."""
        self.graph.es["ms"] = road["ms"].tolist()

    def matrix(self, places: np.ndarray) -> np.ndarray:
        """One search per source."""
        return np.array(self.graph.distances(places.tolist(), places.tolist(), weights="ms"))


class Pandana:
    """``pandana.Network``: a contraction hierarchy that is built anew for other weights."""

    name = needs = "pandana"

    def prepare(self, road: Arrays) -> None:
        """Contraction, weights included."""
        pd = import_module("pandas")
        # it keeps thousandths of the weight, cut off: half of one more keeps whole milliseconds whole
        seconds = pd.DataFrame({"s": (road["ms"] + 0.5) / 1000.0})
        self.network = import_module("pandana").Network(
            pd.Series(road["lon"]), pd.Series(road["lat"]), pd.Series(road["tail"]), pd.Series(road["head"]), seconds, twoway=False
        )

    weigh = None

    def matrix(self, places: np.ndarray) -> np.ndarray:
        """Pair by pair, a hundred rows at a time."""
        parts = []
        for i in range(0, len(places), 100):
            some = places[i : i + 100]
            pairs = np.repeat(some, len(places)), np.tile(places, len(some))
            parts.append(np.array(self.network.shortest_path_lengths(*pairs)).reshape(len(some), -1))
        milliseconds = np.rint(np.vstack(parts) * 1000)
        return np.where(milliseconds >= 4294967295, np.inf, milliseconds)


class Pyroutingkit:
    """``pyroutingkit``: RoutingKit's customizable contraction hierarchy."""

    name = needs = "pyroutingkit"

    def prepare(self, road: Arrays) -> None:
        """Nested dissection and contraction."""
        kit = import_module("pyroutingkit")
        self.far = kit.INF_WEIGHT
        topology = kit.CCHTopology()
        nodes = len(road["lat"])
        topology.build(
            *(road[k].astype(np.uint32) for k in ("tail", "head")), *(road[k].astype(np.float32) for k in ("lat", "lon")), nodes
        )
        self.metric = kit.CCHMetric(topology)

    def weigh(self, road: Arrays) -> None:
        """Customize."""
        self.metric.customize(road["ms"].astype(np.uint32))

    def matrix(self, places: np.ndarray) -> np.ndarray:
        """Many to many."""
        found = np.asarray(self.metric.distances_many_to_many(places.astype(np.uint32), places.astype(np.uint32)))
        found = found.reshape(len(places), len(places))
        return np.where(found >= self.far, np.inf, found)


PEERS = {peer.name: peer for peer in (Scipy, Igraph, Pandana, Pyroutingkit)}


def seconds(step: Callable[[], object], repeat: int) -> tuple[float, object]:
    """CPU seconds of the best run and its result; slow steps run once."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        result = step()
        best = min(best, time.process_time() - start)
        if best > 1:
            break
    return best, result


def read(path: Path, wanted: int) -> tuple[Arrays, np.ndarray]:
    """Road graph and places."""
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as file:
            road = {name: file[name] for name in file.files}
        ends = [np.column_stack((road["x"], road["y"]))[road[end]] for end in ("tail", "head")]
        road["metres"] = np.rint(np.hypot(*(ends[0] - ends[1]).T)).astype(np.int64)
        return road, road["place"][:wanted].astype(np.int64)
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    network = import_module("hemtjanst.models.geography.road_files").read_roads(path)
    cars = network.access[import_module("hemtjanst.models.geography.network").MODES.index("car")]
    road = {"lat": network.lat, "lon": network.lon, "tail": network.tail[cars], "head": network.head[cars]}
    road["metres"] = np.rint(network.metres[cars]).astype(np.int64)
    road["ms"] = np.maximum(1, np.rint(network.metres[cars] / network.kmh[cars] * 3600)).astype(np.int64)
    graph = coo_matrix((np.ones(int(cars.sum())), (road["tail"], road["head"])), (len(network), len(network)))
    component = connected_components(graph, directed=True, connection="strong")[1]
    together = np.flatnonzero(component == np.bincount(component).argmax())
    return road, np.random.default_rng(1).permutation(together)[:wanted]


def integers(matrix: np.ndarray) -> np.ndarray:
    """Whole milliseconds with one sign for "no way"."""
    if matrix.dtype.kind == "f":
        matrix = np.where(np.isinf(matrix), FAR, matrix)
    return matrix.astype(np.int64)


def main() -> None:
    """Run every system and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=Path, required=True, help="road graph (.npz, OpenStreetMap or GraphML)")
    parser.add_argument("--places", type=int, default=2000, help="how many of its places (default 2000)")
    parser.add_argument("--peers", default=",".join(PEERS), help="names with commas, or none (default all)")
    parser.add_argument("--repeat", type=int, default=5, help="runs of quick steps; the best counts (default 5)")
    arguments = parser.parse_args()
    wanted = [name for name in arguments.peers.split(",") if name not in ("", "none")]
    if unknown := sorted(set(wanted) - set(PEERS)):
        parser.error(f"no peer called {', '.join(unknown)}; there are {', '.join(PEERS)}")
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    road, places = read(arguments.network, arguments.places)
    systems = [peer for name, peer in PEERS.items() if name in wanted] + [Hemtjanst, HemtjanstWithLengths]
    table = [
        f"{len(road['lat'])} nodes, {len(road['tail'])} arcs, {len(places)} x {len(places)} places; CPU seconds, one core",
        "",
        "| system | preparation | re-weighting | matrix | equal to Dijkstra |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    reference = None
    if "scipy" not in wanted:
        dijkstra = Scipy()
        dijkstra.weigh(road)
        reference = integers(dijkstra.rows(places[:50], places))
    for system in systems:
        try:
            import_module(system.needs)
        except ImportError:
            table.append(f"| {system.name} | missing |  |  |  |")
            continue
        one = system()
        prepared, _ = seconds(lambda one=one: one.prepare(road), min(arguments.repeat, 3))
        weighed = f"{seconds(lambda one=one: one.weigh(road), arguments.repeat)[0]:.3f}" if one.weigh else "as preparation"
        asked, found = seconds(lambda one=one: one.matrix(places), arguments.repeat)
        found = integers(np.asarray(found))
        if reference is None:
            reference = found
        off = int((found[: len(reference)] != reference).sum())
        equal = "yes" if not off else f"no: {off} entries differ, by up to {np.abs(found[: len(reference)] - reference).max()} ms"
        table.append(f"| {system.name} | {prepared:.3f} | {weighed} | {asked:.3f} | {equal} |")
        print(f"{system.name}: done", file=sys.stderr)
    print("\n" + "\n".join(table))


if __name__ == "__main__":
    main()
