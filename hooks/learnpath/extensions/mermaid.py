"""A formatter for pymdownx.superfences that draws `mermaid` fences at build time.

Before: a fence ```` ```mermaid ```` with the text of a flowchart.
After:  `<figure class="diagram-figure"><div tabindex="0"><svg …></div></figure>`.
"""

from __future__ import annotations

import html
from typing import Any

from learnpath import diagrams


def fence(source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **kwargs: Any) -> str:
    """Return the figure; a diagram that does not parse is shown as its text.

    The broken diagram is reported by `diagrams.check` with its file and line.
    """
    label = diagrams.words(source)
    try:
        drawing = diagrams.render(source.rstrip() + "\n", label)
    except diagrams.DiagramError:
        return f'<pre class="diagram-source"><code>{html.escape(source)}</code></pre>'
    # The drawing scrolls inside itself on a narrow screen, so the keyboard must reach it.
    return (
        f'<figure class="diagram-figure"><div class="diagram-scroll" tabindex="0" role="region" '
        f'aria-label="{html.escape(label, quote=True)}">{drawing}</div></figure>'
    )
