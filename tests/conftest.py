"""What all tests share: a browser where there is one, and no state from one test to the next."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator

import hypothesis
import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.index import assert_index_is_true

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_REQUIRED = os.environ.get("BROWSER_TESTS") == "required"
NO_BROWSER = (
    f"没有找到 Chromium（在 PATH 中找过 {'、'.join(BROWSERS)}；也可用环境变量 CHROMIUM 指明）"
)
LAUNCH_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=20_000)  # milliseconds: a machine with other work is slow, not wrong

# The same examples every time, so that a red run can be repeated and a newcomer's first run is
# green; `pytest --hypothesis-profile=explore` looks for new ones.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("fixed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on-database", action="store_true", help="only tests that use the database")
    parser.addoption(
        "--check-index", action="store_true", help="after each test: is the search index true?"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--on-database"):
        return
    away = [item for item in items if not _uses_database(item)]
    items[:] = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=away)


def _uses_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(item.fixturenames))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium; the test skips without one, or fails with BROWSER_TESTS=required."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        (pytest.fail if BROWSER_REQUIRED else pytest.skip)(NO_BROWSER)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's event loop runs in this thread, and Django takes the thread for async.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=LAUNCH_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def all_answered(live_server: LiveServer) -> Iterator[None]:
    """End the test only when the live server has answered all that it was asked.

    A page that is closed leaves requests on their way, such as the one that keeps what was typed;
    one that is answered late would undo the emptying of the tables after the test.
    """
    changed = threading.Condition()
    asked = 0

    def count(by: int) -> None:
        nonlocal asked
        with changed:
            asked += by
            changed.notify_all()

    def started(**kwargs: object) -> None:
        count(1)

    def finished(**kwargs: object) -> None:
        count(-1)

    request_started.connect(started)
    request_finished.connect(finished)
    yield
    with changed:
        answered = changed.wait_for(lambda: asked <= 0, timeout=30)
    request_started.disconnect(started)
    request_finished.disconnect(finished)
    assert answered, "a request is not answered"


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def context(
    request: pytest.FixtureRequest,
    chromium: Browser,
    live_server: LiveServer,
    all_answered: None,
) -> Iterator[BrowserContext]:
    """A browser with the width of a desk and of a phone; no script of its pages may fail."""
    context = chromium.new_context(
        viewport={"width": request.param, "height": 900}, base_url=live_server.url
    )
    errors: list[str] = []
    context.on("weberror", lambda failed: errors.append(str(failed.error)))
    yield context
    context.close()
    assert errors == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The editors' desk, logged in."""
    User.objects.create_superuser("editor", password="清水长流")
    page = context.new_page()
    page.goto(reverse("admin:index"))
    page.fill("#id_username", "editor")
    page.fill("#id_password", "清水长流")
    page.click("[type=submit]")
    page.wait_for_url(reverse("admin:index"))
    return page


@pytest.fixture
def media(settings, tmp_path) -> None:
    """Photographs are kept for the test alone."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def fast_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def true_index(request: pytest.FixtureRequest) -> Iterator[None]:
    """With --check-index, whatever a test wrote has to stand in the search index as well."""
    asked = request.config.getoption("--check-index") and _uses_database(request.node)
    if not asked or _commits(request.node):
        yield
        return
    request.getfixturevalue("db")
    yield
    assert_index_is_true()


def _commits(item: pytest.Item) -> bool:
    """Whether what a test wrote is gone before it could be looked at."""
    marker = item.get_closest_marker("django_db")
    transaction = bool(marker and marker.kwargs.get("transaction"))
    return transaction or bool({"transactional_db", "live_server"} & set(item.fixturenames))


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    yield
    cache.clear()


def _skipped_browser_tests(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []  # none in a process of many
    return [report for report in skipped if "browser" in report.keywords]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if BROWSER_REQUIRED and _skipped_browser_tests(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    skipped = _skipped_browser_tests(config)
    if skipped:
        _, _, reason = skipped[0].longrepr
        terminalreporter.section("浏览器测试")
        terminalreporter.line(f"{len(skipped)} 项没有运行：{reason}")
