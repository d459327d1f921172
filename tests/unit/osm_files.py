"""Tiny OpenStreetMap files, written by tests."""

from pathlib import Path


def write_osm(
    path: Path,
    nodes: dict[int, tuple[float, float]],
    ways: list[tuple[list[int], dict[str, str]]],
    barriers: dict[int, dict[str, str]] | None = None,
) -> Path:
    """Write OSM XML: nodes by number (latitude, longitude), ways as node numbers and tags, tags of some nodes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
    for n, (lat, lon) in nodes.items():
        tags = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in (barriers or {}).get(n, {}).items())
        lines.append(f'<node id="{n}" version="1" lat="{lat}" lon="{lon}">{tags}</node>')
    for number, (refs, tags) in enumerate(ways, 1):
        lines.append(f'<way id="{number}" version="1">')
        lines += [f'<nd ref="{ref}"/>' for ref in refs]
        lines += [f'<tag k="{key}" v="{value}"/>' for key, value in tags.items()]
        lines.append("</way>")
    path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
    return path
