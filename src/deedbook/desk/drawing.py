"""What every drawn chart is made with: its frame, its scale of marks, and text that stays text."""

from html import escape

from deedbook.desk.text import visible

PITCH = 26  # px between neighbouring marks: above the 24 px that a pointer target needs
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000, 100_000)


def per_mark(acts: int, room: int) -> int:
    """How many acts one mark stands for where there is room for so many marks."""
    return next((step for step in STEPS if -(-acts // step) <= room), STEPS[-1])


def svg(body: str, width: float, height: float, label: str, *, left: float = 0) -> str:
    """A chart of ``width`` from ``left`` on and ``height`` px, one group with one name."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="group" '
        f'viewBox="{left:g} 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'aria-label="{safe(label)}">{body}</svg>'
    )


def alone(drawn: str, style: str) -> str:
    """A chart as a file of its own, with the colours and the lettering that the page would give it."""
    if not drawn:
        return '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
    head, _, rest = drawn.partition(">")
    return f"{head}><style>{style}</style>{rest}"


def safe(text: str) -> str:
    """Text within a tag or an attribute."""
    return escape(visible(text), quote=True)
