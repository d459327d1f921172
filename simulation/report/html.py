"""One self-contained HTML page for those who decide: question, setting, answer with uncertainty, what got worse, assumptions with
sources, checklist, how to repeat it. In Swedish or English; it opens without network and prints well.
"""

from __future__ import annotations

import base64
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from ..experiments.folder import read_manifest, replacing
from . import content
from .checklist import checklist, command
from .figures import draw_all
from .text import comparison_table
from .texts import texts

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison


def write_report(result: Comparison, out: Path, language: str = "en", page: Path | None = None) -> Path:
    """Draw ``out/figures``, write ``out/summary.txt`` and the page.

    Parameters
    ----------
    result
        A comparison whose results are in ``out``.
    out
        Its folder.
    language
        ``en`` or ``sv``.
    page
        Where to write the page; None: ``out/report.html``.

    Returns
    -------
    Path
        The page.
    """
    say, manifest = texts(language), read_manifest(Path(out))
    shown = draw_all(result, Path(out) / "figures", language)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    written = datetime.fromisoformat(manifest["written"])
    html = environment.get_template("report.html.jinja").render(
        say=say,
        result=result,
        scenario=result.scenario,
        place=content.place(result.scenario, say),
        people=content.people(result.scenario),
        headlines=content.headlines(result),
        rows=content.rows(result),
        groups=content.by_group(content.rows(result)),
        policies=content.policies(result, say),
        cautions=content.cautions(result, say),
        levers=content.levers_that_differ(result, say),
        definitions=content.definitions(say),
        violations=content.violations(result),
        pairing=content.pairing(result),
        assumptions=content.assumptions(result.scenario, say),
        checklist=checklist(result, manifest, say),
        command=command(result),
        manifest=manifest,
        written=say.date(written.date()),
        figures=[(picture, base64.b64encode(file.read_bytes()).decode()) for picture, file in shown],
    )
    with replacing(Path(out) / "summary.txt") as part:
        part.write_text(comparison_table(result) + "\n", encoding="utf-8")
    target = Path(out) / "report.html" if page is None else page
    with replacing(target) as part:
        part.write_text(html, encoding="utf-8")
    return target
