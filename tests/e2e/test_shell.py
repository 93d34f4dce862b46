"""The frame around the pages: going anywhere by keyboard, where the focus is, and what is said of the server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from mlflow import MlflowClient
from tests.e2e.conftest import Logged, Visit
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

PALETTE = "Experiment, run, model, page or action"


def _asked(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    page.get_by_placeholder(PALETTE).fill(text)


def test_the_palette_finds_runs_by_name_and_by_id(visit: Visit, logged: Logged) -> None:
    page = visit.open("/models")
    expect(page.get_by_test_id("model-row").first).to_be_visible()
    _asked(page, "linear-5")
    page.get_by_role("option", name="linear-5").wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("run-name")).to_have_text("linear-5")
    eventually(page, lambda: logged.best in page.url)
    _asked(page, logged.parent)
    page.get_by_role("option", name="sweep").wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("run-name")).to_have_text("sweep")
    _asked(page, logged.best[:9])
    expect(page.get_by_role("option", name="linear-5").first).to_be_visible()
    page.get_by_placeholder(PALETTE).fill("zzz no such thing")
    expect(page.get_by_text("Nothing has such a name or id.")).to_be_visible()


def test_the_palette_remembers_places_and_offers_what_the_page_can_do(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}")
    expect(page.get_by_test_id("run-row").first).to_be_visible()
    sidebar = page.get_by_role("navigation", name="Main")
    expect(sidebar.get_by_role("link", name="wine")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page.get_by_role("heading", name="Housekeeping")).to_be_focused()
    page.get_by_role("tab", name="Storage").click()
    _asked(page, "")
    expect(page.get_by_role("group", name="Recent").get_by_role("option", name="wine")).to_be_visible()
    page.get_by_placeholder(PALETTE).fill("measure")
    page.get_by_role("group", name="On this page").get_by_role("option", name="Measure").wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("measured")).to_be_visible()
    sidebar.get_by_role("link", name="wine").click()
    expect(page.get_by_test_id("run-row").first).to_be_visible()


def test_one_arrives_at_the_heading_and_a_tab_keeps_the_focus(visit: Visit, logged: Logged) -> None:
    page = visit.open("/experiments")
    page.get_by_role("link", name="wine").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="wine")).to_be_focused()
    expect(page).to_have_title("wine · Penstock")
    page = visit.open(f"/experiments/{logged.experiment}/runs/{logged.best}")
    tab = page.get_by_role("navigation", name="Run").get_by_role("link", name="Metrics")
    tab.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("chart-val/loss")).to_be_visible()
    expect(tab).to_be_focused()


def test_the_page_is_reached_without_the_side_bar_and_dialogs_give_the_focus_back(visit: Visit) -> None:
    page = visit.open("/experiments")
    expect(page.get_by_test_id("experiment-row").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox", name="Search experiments")).to_be_focused()
    new = page.get_by_role("button", name="New experiment")
    new.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="New experiment")).to_be_visible()
    page.keyboard.press("Escape")
    expect(new).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_placeholder(PALETTE)).to_be_focused()
    page.keyboard.press("Escape")
    expect(new).to_be_focused()
    actions = page.get_by_role("button", name="Actions for wine")
    actions.focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Rename").press("Enter")
    expect(page.get_by_role("dialog", name="Rename experiment")).to_be_visible()
    page.keyboard.press("Escape")
    expect(actions).to_be_focused()


def test_tab_reaches_everything_and_leaves_it_again(visit: Visit, logged: Logged) -> None:
    page = visit.open(f"/experiments/{logged.experiment}/runs/{logged.best}")
    expect(page.get_by_test_id("run-name")).to_be_visible()
    page.wait_for_load_state("networkidle")  # what comes later brings more to stop at
    count = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button:not([disabled]), input, select, textarea')]
            .filter(e => e.tabIndex >= 0 && e.checkVisibility({checkVisibilityCSS: true})).length"""
    )
    page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); window.seen = new Set() }")
    for _ in range(count + 40):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement === document.body"):
            break
        page.evaluate("() => window.seen.add(document.activeElement)")
    reached = page.evaluate(
        "() => [...window.seen].filter(e => e.matches('a, button, input, select, textarea')).length"
    )
    groups = page.evaluate("() => document.querySelectorAll('[role=radiogroup], [role=group], [role=tree]').length")
    # Of a group with arrow keys of its own, one member is a stop.
    assert count - groups * 12 <= reached <= count, (count, reached, groups)
    assert page.evaluate("() => document.activeElement === document.body"), "Tab does not leave the page"


def test_the_page_says_that_the_server_is_away_and_heals(visit: Visit, logged: Logged) -> None:
    page = visit.open("/experiments")
    expect(page.get_by_test_id("experiment-row").first).to_be_visible()
    away = re.compile(r"/(ajax-api|health)")
    page.route(away, lambda route: route.abort("connectionrefused"))
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Models").click()
    notice = page.get_by_role("alert").filter(has_text="tries again by itself")
    expect(notice).to_be_visible()
    visit.axe()
    page.unroute(away)
    expect(page.get_by_test_id("model-row").first).to_be_visible()
    expect(notice).to_be_hidden()
    visit.said[:] = [said for said in visit.said if "ERR_CONNECTION_REFUSED" not in said]


def test_the_page_says_that_the_server_was_updated(visit: Visit) -> None:
    page = visit.page
    page.clock.install()
    visit.open("/experiments")
    expect(page.get_by_test_id("experiment-row").first).to_be_visible()

    def updated(route: Route) -> None:
        html = route.fetch().text()
        route.fulfill(body=re.sub(r"index-[\w-]+\.js", "index-another.js", html), content_type="text/html")

    page.route(re.compile(r"/team/ml/$"), updated)
    page.clock.run_for(61_000)
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("The server was updated.")).to_be_visible()
    visit.axe()
    page.unroute(re.compile(r"/team/ml/$"))
    page.get_by_role("button", name="Reload the page").click()
    expect(page.get_by_test_id("experiment-row").first).to_be_visible()
    expect(page.get_by_text("The server was updated.")).to_be_hidden()


def test_a_page_that_cannot_be_loaded_leaves_a_way_out(visit: Visit) -> None:
    page = visit.page
    page.route(re.compile(r"HousekeepingPage-.*\.js"), lambda route: route.fulfill(status=404))
    visit.open("/housekeeping")
    expect(page.get_by_text("the server was updated", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="Reload the page")).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Models").click()
    expect(page.get_by_test_id("model-row").first).to_be_visible()
    visit.said.clear()


def _done(page: Page, text: str, action: str) -> None:
    """Do something of this page by the palette."""
    _asked(page, text)
    option = page.get_by_role("group", name="On this page").get_by_role("option", name=action)
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_placeholder(PALETTE)).to_be_hidden()


def test_the_palette_does_what_the_menus_of_a_run_and_of_the_table_do(visit: Visit, logged: Logged) -> None:
    client = MlflowClient(logged.address)
    experiment = client.create_experiment("done by the palette")
    runs = [client.create_run(experiment, run_name=f"by-hand-{number}").info.run_id for number in range(2)]
    page = visit.open(f"/experiments/{experiment}/runs/{runs[0]}")
    expect(page.get_by_test_id("run-name")).to_have_text("by-hand-0")
    _done(page, "rename run", "Rename")
    name = page.get_by_role("textbox", name="Name of the run")
    page.wait_for_timeout(300)  # longer than the palette waits before it gives the focus back
    expect(name).to_be_focused()
    name.fill("by-keys")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("run-name")).to_have_text("by-keys")
    _done(page, "delete run", "Delete")
    expect(page.get_by_text("Deleted", exact=True)).to_be_visible()
    _done(page, "restore", "Restore")
    expect(page.get_by_text("Deleted", exact=True)).to_be_hidden()
    _done(page, "older", "Older run")
    expect(page.get_by_text("This is the oldest run of the experiment")).to_be_visible()

    page = visit.open(f"/experiments/{experiment}")
    rows = page.get_by_test_id("run-row")
    expect(rows).to_have_count(2)
    _done(page, "save view", "Save this view…")
    dialog = page.get_by_role("dialog", name="Save this view")
    expect(dialog.get_by_role("textbox", name="Name")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("checkbox", name="Select all loaded runs").click()
    expect(page.get_by_role("toolbar", name="Selected runs")).to_contain_text("2 selected")
    _done(page, "compare 2", "Compare 2 runs")
    expect(page.get_by_role("heading", name="Comparing 2 runs")).to_be_visible()
    _done(page, "differs", "Show only what differs")
    expect(page.get_by_role("radio", name="Only what differs")).to_be_checked()


def test_the_palette_does_what_the_menus_of_a_model_do(visit: Visit, logged: Logged) -> None:
    client = MlflowClient(logged.address)
    client.create_registered_model("named by hand")
    source = client.get_model_version("red or white", "1").source
    assert source is not None
    client.create_model_version("named by hand", source, logged.best)
    page = visit.open("/models/named by hand/versions/1")
    expect(page.get_by_role("heading", name="Version 1")).to_be_visible()
    _done(page, "production", "Move to Production…")
    dialog = page.get_by_role("dialog", name="Move version 1 to Production")
    dialog.get_by_role("button", name="Move").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("combobox", name="Stage")).to_have_text("Production")
    page = visit.open("/models/named by hand")
    expect(page.get_by_test_id("version-row")).to_have_count(1)
    _done(page, "rename", "Rename…")
    dialog = page.get_by_role("dialog", name="Rename model")
    dialog.get_by_role("textbox", name="Name").fill("named by keys")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="named by keys")).to_be_visible()
    expect(page.get_by_test_id("version-row")).to_have_count(1)
    client.delete_registered_model("named by keys")


def test_copying_works_where_the_browser_has_no_clipboard_for_pages(visit: Visit, logged: Logged) -> None:
    visit.page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")
    page = visit.open(f"/experiments/{logged.experiment}/runs/{logged.best}")
    page.get_by_role("button", name=f"Copy run ID {logged.best}").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    page.get_by_role("button", name="Actions", exact=True).click()
    page.get_by_role("menuitem", name="Rename").click()
    name = page.get_by_role("textbox", name="Name of the run")
    name.press("Control+v")
    expect(name).to_have_value(logged.best)
    name.press("Escape")


def test_what_is_nowhere_says_where_to_go(visit: Visit) -> None:
    page = visit.open("/no/such/page")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="experiments").click()
    expect(page.get_by_test_id("experiment-row").first).to_be_visible()
    page = visit.open("/experiments/404404")
    expect(page.get_by_role("heading", name="This could not be shown")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).not_to_contain_text("404404")
    page.get_by_role("link", name="all experiments").click()
    expect(page.get_by_test_id("experiment-row").first).to_be_visible()
    visit.said[:] = [said for said in visit.said if "404" not in said]


def test_files_of_the_pages_are_small_and_asked_for_once(visit: Visit, logged: Logged) -> None:
    sizes: dict[str, int] = {}
    visit.page.on("requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}))
    page = visit.open("/experiments")
    expect(page.get_by_test_id("experiment-row").first).to_be_visible()
    code = {url: size for url, size in sizes.items() if "/static-files/" in url}
    assert 50_000 < sum(code.values()) < 600_000, code
    assert all("/static-files/" in url and Path(url).suffix in (".js", ".css", ".svg") for url in code)
    script = next(url for url in code if re.search(r"/index-[\w-]+\.js$", url))
    headers = visit.page.request.get(script, headers={"Accept-Encoding": "gzip"}).headers
    assert headers["content-encoding"] == "gzip" and "immutable" in headers["cache-control"]
