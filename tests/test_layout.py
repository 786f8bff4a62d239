"""The plan of the house: what stands at the top, and which way imports go."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("newsroom", "articles", "people")
INGEST = "articles.ingest"

# The values and questions every stage may share; each other module the pipeline imports is a stage.
SHARED_BY_STAGES = {
    f"{INGEST}.{name}"
    for name in (
        "records",
        "errors",
        "lexicon",
        "layout",
        "characters",
        "flags",
        "words",
        "seams",
        "shapes",
        "posted_texts",
    )
}

# {% static "newsroom/site.css" %}
STATIC_TAG = re.compile(r"""{%\s*static\s+["'](?P<file>[^"']+)["']""")

TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "articles",
    "manage.py",
    "newsroom",
    "people",
    "pyproject.toml",
    "requirements.txt",
    "seeds",
    "templates",
    "tests",
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    module_name(path): path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
}


def imports(name: str, *, for_types: bool = True) -> set[str]:
    """The modules that one of ours imports, wherever in it; `for_types`: also for types alone."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    left_out = set() if for_types else {id(node) for node in under_type_checking(tree)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            # `from a import b` means a.b where that is a module, else a
            found |= {each if each in MODULES else str(node.module) for each in full}
    return found


def under_type_checking(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            for statement in node.body:
                yield from ast.walk(statement)


def inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize(
    ("package", "unknown"),
    [
        ("people", "articles"),
        ("people", "newsroom"),
        ("articles", "newsroom"),
        (INGEST, "people"),
        (INGEST, "django"),
        (INGEST, "taggit"),
    ],
)
def test_imports_go_one_way(package, unknown) -> None:
    backwards = [
        f"{name} imports {imported}"
        for name in MODULES
        if inside(name, package)
        for imported in imports(name)
        if inside(imported, unknown)
    ]

    assert backwards == []


def test_the_pipeline_knows_nothing_of_the_archive() -> None:
    outward = [
        f"{name} imports {imported}"
        for name in MODULES
        if inside(name, INGEST)
        for imported in imports(name)
        if inside(imported, "articles") and not inside(imported, INGEST)
    ]

    assert outward == []


def test_no_two_modules_need_each_other() -> None:
    ours = {name: imports(name, for_types=False) & MODULES.keys() for name in MODULES}

    list(TopologicalSorter(ours).static_order())  # raises CycleError, which names the circle


def test_only_the_pipeline_knows_the_order_of_the_stages() -> None:
    pipeline = f"{INGEST}.pipeline"
    stages = {name for name in imports(pipeline) if inside(name, INGEST)} - SHARED_BY_STAGES
    known = [
        f"{name} imports {stage}"
        for name in MODULES
        if inside(name, INGEST) and name != pipeline
        for stage in imports(name) & stages
    ]

    assert stages
    assert known == []


def test_the_pipeline_does_not_import_django() -> None:
    code = f"import sys, {INGEST}.pipeline; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_only_search_and_the_triggers_ask_which_database_it_is() -> None:
    asking = [
        name
        for name, path in MODULES.items()
        if "connection.vendor" in path.read_text(encoding="utf-8")
    ]

    assert set(asking) <= {"articles.search.databases", "articles.stamping"}


def test_every_static_file_a_template_names_is_there() -> None:
    named = {
        (path.relative_to(ROOT).as_posix(), match["file"])
        for folder in ("templates", *PACKAGES)
        for path in (ROOT / folder).rglob("*.html")
        for match in STATIC_TAG.finditer(path.read_text(encoding="utf-8"))
    }

    assert [each for each in sorted(named) if finders.find(each[1]) is None] == []


def test_what_a_page_loads_of_style_and_script_stays_small() -> None:
    """Each kind of page loads what all do, and what its own template names."""
    folder = ROOT / "newsroom" / "static"
    base = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")
    for path in (ROOT / "templates").rglob("*.html"):
        if path.parts[len(ROOT.parts) + 1] == "admin":
            continue
        named = set(STATIC_TAG.findall(base + path.read_text(encoding="utf-8")))
        sheets = [folder / each for each in named if each.endswith(".css")]
        # in bytes, before they are packed
        assert sum(sheet.stat().st_size for sheet in sheets) < 30_000, path.name
    assert (folder / "newsroom" / "reading.js").stat().st_size < 3_000  # it is waited for


def test_the_top_level_holds_what_is_expected() -> None:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    found = {path.split("/")[0] for path in listing.stdout.split("\0") if path}

    assert found == TOP_LEVEL
