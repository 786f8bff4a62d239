"""BibTeX, as BibTeX and biblatex both read it."""

from __future__ import annotations

from articles.citations.record import Citation, iso, one_line

# Braces by name: BibTeX counts those in a value, with a backslash before them or not.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
    }
)
# What would end the value of a field, or start a comment in it.
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def bibtex(citation: Citation) -> str:
    """The entry, ending with a line break."""
    authors = " and ".join(f"{{{escape(name)}}}" for name in citation.authors)
    issued = citation.issued
    fields = {
        "author": authors and f"{{{authors}}}",
        "title": f"{{{{{escape(citation.title)}}}}}",  # twice: styles keep its letters as they are
        "journal": f"{{{escape(citation.paper)}}}",
        "entrysubtype": "{newspaper}",
        "date": f"{{{iso(issued)}}}" if issued else "",
        "year": f"{{{issued.year}}}" if issued else "",
        "month": _MONTHS[issued.month - 1] if issued and issued.month else "",
        "pages": f"{{{escape(citation.page)}}}" if citation.page else "",
        "url": f"{{{citation.address.translate(_ADDRESS)}}}" if citation.address else "",
        "urldate": f"{{{citation.accessed.isoformat()}}}" if citation.accessed else "",
        "langid": "{chinese}",
    }
    lines = (f"  {name} = {value},\n" for name, value in fields.items() if value)
    return f"@article{{{citation.key},\n{''.join(lines)}}}\n"


def escape(text: str) -> str:
    r"""Text as LaTeX prints it.

    >>> escape("增长5% & 更多")
    '增长5\\% \\& 更多'
    """
    return one_line(text).translate(_LATEX)
