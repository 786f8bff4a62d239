"""What all tests share: a browser where there is one, and no state from one test to the next."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import hypothesis
import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, sync_playwright

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

# The same examples every time, so that a red run can be repeated and a newcomer's first run is
# green; `pytest --hypothesis-profile=explore` looks for new ones.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("fixed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on-database", action="store_true", help="only tests that use the database")


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


@pytest.fixture(autouse=True)
def fast_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    yield
    cache.clear()


def _skipped_browser_tests(config: pytest.Config) -> list[pytest.TestReport]:
    skipped = config.pluginmanager.get_plugin("terminalreporter").stats.get("skipped", [])
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
