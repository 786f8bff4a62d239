"""GB/T 7714—2015, the form of references in Chinese works."""

from __future__ import annotations

from articles.citations.record import Citation, iso, one_line

# Three authors are named; of more, the first three and 等.
MOST_AUTHORS = 3
# After the standard's own [出版地不详] and [出版者不详].
NO_DATE = "[日期不详]"


def gbt(citation: Citation) -> str:
    """The reference, as a line without its number.

    An author whom the paper does not name is left out, as the standard allows where references
    are numbered, and so is the page where none is printed.

    >>> gbt(Citation("article-1", "清淤工程开工", "河滨晚报", ("林晓禾",), PartialDate(2018, 5, 31)))
    '林晓禾. 清淤工程开工[N]. 河滨晚报, 2018-05-31.'
    """
    authors = _authors(citation.authors)
    kind = "N/OL" if citation.address else "N"
    printed = iso(citation.issued) if citation.issued else NO_DATE
    if citation.page:
        printed += f"({one_line(citation.page)})"
    if citation.address and citation.accessed:
        printed += f"[{citation.accessed.isoformat()}]"
    parts = [
        authors,
        f"{one_line(citation.title)}[{kind}]",
        f"{one_line(citation.paper)}, {printed}",
        citation.address,
    ]
    return ". ".join(filter(None, parts)) + "."


def _authors(names: tuple[str, ...]) -> str:
    named = [one_line(name) for name in names[:MOST_AUTHORS]]
    return ", ".join([*named, "等"] if len(names) > MOST_AUTHORS else named)
