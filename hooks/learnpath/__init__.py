"""What the site knows about its own pages, without MkDocs.

The package reads the two trees of Markdown, checks them, pairs the English with
the Chinese, and derives navigation and state.  It imports nothing of MkDocs, so
the same rules serve `mkdocs build`, `mkdocs serve`, the command line, the
pre-commit hook and CI.  `hooks/*.py` are the adapters that MkDocs calls.
"""
