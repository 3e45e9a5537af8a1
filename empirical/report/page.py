"""The report as one HTML page that needs nothing but itself.

It has no script and loads nothing: pictures are inside, links lead to the certificates beside it. It
follows the light or dark theme of the reader. The pointer on a verdict shows its reason, and all
reasons stand below as text, too.

``page(exhibits, outcomes, pictures)``  the page
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from bilinear_theory.algebra.notation import counted
from empirical.report import drawing
from empirical.report.evidence import Cell, Exhibit
from empirical.report.outcomes import Outcome, expected, remark
from empirical.report.table import by_target, merged, row, summary

STYLE = """
:root{color-scheme:light dark;--ink:#1b2027;--soft:#5c6470;--paper:#ffffff;--band:#f5f7fa;
--rule:#d5dae1;--yes:#1a6f3e;--yes-bg:#e0f2e6;--no:#a62b23;--no-bg:#fbe6e3;--open:#7a5d00;
--open-bg:#faf1d3;--link:#0b5cad}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf0;--soft:#a7afbb;--paper:#15181d;--band:#1d2128;
--rule:#353c47;--yes:#7fdca5;--yes-bg:#17392a;--no:#ff9d93;--no-bg:#45201d;--open:#ecc95a;
--open-bg:#3a3014;--link:#7db9f5}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1200px;padding:24px 20px 60px;background:var(--paper);color:var(--ink);
font:15px/1.5 system-ui,"DejaVu Sans",sans-serif}
h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:36px 0 8px}h3{font-size:16px;margin:12px 0 4px}
p{margin:6px 0;max-width:80ch}.soft{color:var(--soft)}a{color:var(--link)}
.scroll{overflow-x:auto;border:1px solid var(--rule);border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{padding:4px 8px;text-align:left;border-bottom:1px solid var(--rule);white-space:nowrap}
td.text{white-space:normal;min-width:8em}
thead th{background:var(--band);font-weight:600;vertical-align:bottom}
.told th,.told td{padding:4px 6px;font-size:13px}.told thead th{white-space:normal}
tbody th{font-weight:500;position:sticky;left:0;background:var(--paper)}
tr:last-child>*{border-bottom:0}
.v{display:inline-block;min-width:1.55em;text-align:center;border-radius:4px;font-weight:600;
text-decoration:none;font-family:ui-monospace,"DejaVu Sans Mono",monospace}
a.v:hover{outline:2px solid currentColor}
.v+.v{margin-left:2px}.v+.gap{margin-left:9px}
.yes{color:var(--yes);background:var(--yes-bg)}.no{color:var(--no);background:var(--no-bg)}
.undecided{color:var(--open);background:var(--open-bg)}
.refused{color:#fff;background:#b3005e}
.tried{display:block;font-size:11.5px;color:var(--soft)}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:16px}
.card{border:1px solid var(--rule);border-radius:8px;padding:14px;overflow:hidden}
figure{margin:10px 0;overflow-x:auto}svg{max-width:100%;height:auto;display:block;margin:auto}
details{margin-top:8px;font-size:13px}summary{cursor:pointer;color:var(--link)}
ul{padding-left:18px;margin:6px 0}li{margin:3px 0;overflow-wrap:anywhere}code{font-size:.92em}
"""

LEGEND = """
<p><span class="v yes">y</span> possible and <span class="v no">n</span> impossible are <b>proved</b>:
each is a link to its certificate, which the kernel accepted after it was read back from its file.
<span class="v undecided">?</span> is <b>undecided</b>: neither a system nor an obstruction is known.</p>
<p>Each cell has four verdicts: with no additive term, the linear and the arbitrary decoder; then,
after the gap, the same with an additive term <code>+b</code>. The pointer on a verdict shows its reason.
<i>Trained</i> is a measurement and no proof: the accuracy on words of length LENGTH of one model with
a linear decoder and, unless it says <code>+b</code>, no additive term.</p>
"""


def page(
    exhibits: Sequence[Exhibit],
    outcomes: Sequence[Outcome],
    diagrams: Sequence[tuple[str, str]],
    machines: Mapping[str, str],
) -> str:
    """The whole page.

    Args:
        exhibits: the automata with their verdicts.
        outcomes: the trained models.
        diagrams: captions and pictures of the hierarchy.
        machines: for each automaton its picture.
    """
    length = str(outcomes[0].length) if outcomes else "500"
    figures = "".join(
        f"<h3>{escape(caption)}</h3><figure>{drawing.embedded(svg)}</figure>"
        for caption, svg in diagrams
    )
    cards = "".join(_card(e, machines[e.name]) for e in exhibits)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>The hierarchy of bilinear recurrences</title>"
        f"<style>{STYLE}{drawing.STYLE}</style></head><body>"
        "<h1>The hierarchy of bilinear recurrences</h1>"
        "<p>Which class of transition matrices lets a recurrence <code>h = A h (+ b)</code> of finite "
        "reach track which automaton?</p>"
        f'<p class="soft">{escape(summary(exhibits))}.</p>'
        f"<h2>Verdicts</h2>{LEGEND.replace('LENGTH', length)}{_verdicts(exhibits, outcomes)}"
        f"<h2>The hierarchy, and where each automaton first becomes possible</h2>{figures}"
        f"<h2>Theory beside training</h2>{_outcomes(outcomes, exhibits)}"
        f'<h2>The automata</h2><div class="grid">{cards}</div>'
        "<h2>Checking it yourself</h2>"
        "<p><code>bilinear check certificates/*/*.json</code> has the kernel check every certificate "
        "again. The kernel is one file that needs Python's standard library alone: "
        "<code>python3 -I -S check.py certificates/*/*.json</code>.</p></body></html>\n"
    )


def _mark(c: Cell, *, gap: bool) -> str:
    """A verdict as a link to its certificate, its reason under the pointer."""
    units = "" if c.width is None else f" ({counted(c.width, 'unit')})"
    hover = escape(f"{c.restriction}, {c.setting}: {c.verdict}{units}. {c.reason}", quote=True)
    style = f"v {c.verdict}{' gap' if gap else ''}"
    if c.certificate is None:
        return f'<span class="{style}" title="{hover}">{c.mark}</span>'
    link = escape(c.certificate, quote=True)
    return f'<a class="{style}" href="{link}" title="{hover}">{c.mark}</a>'


def _verdicts(exhibits: Sequence[Exhibit], outcomes: Sequence[Outcome]) -> str:
    heads = "".join(f'<th scope="col">{escape(e.short)}</th>' for e in exhibits)
    rows: list[str] = []
    for title, names in _rows(exhibits):
        r, cells = names[0], list[str]()
        for e in exhibits:
            marks = "".join(_mark(c, gap=i == 2) for i, c in enumerate(row(e, r)))
            tried = "".join(
                f'<span class="tried" title="{escape(_told(o), quote=True)}">trained'
                f"{' +b' if o.restriction != r else ''} {o.accuracy:.2f}</span>"
                for o in outcomes
                if o.target == e.name and o.restriction.removesuffix("+b") == r
            )
            cells.append(f"<td>{marks}{tried}</td>")
        rows.append(f'<tr><th scope="row">{escape(title)}</th>{"".join(cells)}</tr>')
    return (
        '<div class="scroll"><table><thead><tr><th scope="col">restriction</th>'
        f"{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _rows(exhibits: Sequence[Exhibit]) -> list[tuple[str, list[str]]]:
    """The rows: restrictions share one where none of them has a certificate to link to."""
    rows: list[tuple[str, list[str]]] = []
    for title, names in merged(exhibits):
        linked = any(c.certificate for e in exhibits for r in names for c in row(e, r))
        rows += [(r, [r]) for r in names] if linked else [(title, names)]
    return rows


def _told(o: Outcome) -> str:
    return (
        f"{o.restriction}, width {o.width}: accuracy {o.accuracy:.3f} at length {o.length}; "
        f"{counted(o.states, 'state')} read out; {o.comparison}; agreement: {o.level}"
    )


def _outcomes(outcomes: Sequence[Outcome], exhibits: Sequence[Exhibit]) -> str:
    if not outcomes:
        return '<p class="soft">No model was trained.</p>'
    rows: list[str] = []
    for o in by_target(outcomes, exhibits):
        cell = expected(o, exhibits)
        states = str(o.states) if o.explained else f"{o.states} (poor)"
        found = o.comparison.partition(": ")[2] or o.comparison
        rows.append(
            f'<tr><th scope="row">{escape(o.target)}</th><td>{escape(o.restriction)}</td>'
            f"<td>{_mark(cell, gap=False)} {cell.verdict}</td>"
            f"<td>{o.accuracy:.3f}</td><td>{o.steps}, {escape(o.stopped)}</td>"
            f'<td>{escape(states)}</td><td class="text">{escape(found)}</td>'
            f'<td class="text">{escape(o.level)}</td><td class="text">{escape(remark(o))}</td></tr>'
        )
    heads = (
        "automaton", "trained as", "theory", f"accuracy at {outcomes[0].length}", "steps",
        "states", "automaton and target", "model and target agree", "in short",
    )  # fmt: skip
    head = "".join(f'<th scope="col">{h}</th>' for h in heads)
    return (
        "<p>One small model for each pair, trained on words of lengths 2 to 10, with a linear decoder "
        "and a limit of time. The verdict of the theory is exact; accuracy is sampled; the agreement "
        "says of itself how well it is known. <i>States</i> are those of the automaton read out of the "
        "model; where it does not explain the model, it says <i>poor</i>.</p>"
        "<p>A failure of training proves nothing: what is possible need not be learned. A success "
        "beside a proved <i>impossible</i> is one on the words that were tried, not on all.</p>"
        f'<div class="scroll"><table class="told"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _card(e: Exhibit, svg: str) -> str:
    size = e.monoid["size"]
    facts = [
        counted(len(e.minimal), "state")
        + (f" (of {e.given} given)" if e.given > len(e.minimal) else ""),
        counted(len(e.minimal.alphabet), "letter"),
        f"monoid of {f'at least {size[0]} elements' if isinstance(size, list) else counted(size, 'element')}",
    ]
    facts += [name for name in ("commutative", "aperiodic", "group") if e.monoid[name]]
    reasons: dict[tuple[str, str], dict[str, None]] = {}
    for c in e.cells:
        name = c.restriction + ("+b" if c.additive else "")
        reasons.setdefault((c.verdict, c.reason), {})[name] = None
    items = "".join(
        f'<li><span class="v {verdict}">{c}</span> {escape(reason)} '
        f'<span class="soft">({escape(", ".join(names))})</span></li>'
        for (verdict, reason), names in reasons.items()
        for c in [{"yes": "y", "no": "n", "undecided": "?"}.get(verdict, "!")]
    )
    return (
        f'<section class="card"><h3>{escape(e.name)}</h3><p class="soft">{escape(", ".join(facts))}'
        f"</p><figure>{drawing.embedded(svg)}</figure><details><summary>The reasons</summary>"
        f"<ul>{items}</ul></details></section>"
    )
