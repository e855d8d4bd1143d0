"""Python-Markdown extensions: what turns Markdown into HTML, in any engine that uses it."""
