#!/usr/bin/env python3
"""Opens a report in headless Chromium and uses it as a person would.

    check_report.py report.html [--downloads FOLDER] [--speed] [--pictures FOLDER]

Needs Debian's chromium, chromium-driver and python3-selenium. With axe-core (PyPI: axe-core-python) on the Python path
the page's accessibility is checked too. Exit codes: 0 all checks hold, 1 one does not, 77 no browser.
"""
import argparse
import csv
import importlib.util
import json
import pathlib
import shutil
import sys
import tempfile
import time

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print("skipped: there is no python3-selenium")
    sys.exit(77)

FAILED = []


def check(name, holds, detail=""):
    print(f"{'ok    ' if holds else 'FAILED'} {name}{f': {detail}' if detail and not holds else ''}", flush=True)
    if not holds:
        FAILED.append(name)


def open_browser(downloads):
    driver, browser = shutil.which("chromedriver"), shutil.which("chromium")
    if not driver or not browser:
        print("skipped: there is no chromium with chromium-driver")
        sys.exit(77)
    options = Options()
    options.binary_location = browser
    for flag in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--window-size=1400,1000"]:
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(service=Service(driver), options=options)


class Page:
    def __init__(self, browser, path):
        self.browser = browser
        browser.get(path.as_uri())
        self.settle()

    def settle(self):
        """Waits until the table is there; scrolling is made to take no time."""
        self.wait(lambda: self.run("return document.documentElement.dataset.ready") == "true", 20)
        self.run("document.documentElement.style.scrollBehavior = 'auto'")

    def run(self, script, *values):
        return self.browser.execute_script(script, *values)

    def find(self, selector):
        return self.browser.find_element("css selector", selector)

    def click(self, selector):
        """In the middle of the window, where the header at its top is not in the way."""
        self.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", selector)
        self.find(selector).click()

    def wait(self, holds, seconds=5):
        end = time.time() + seconds
        while time.time() < end:
            if holds():
                return True
            time.sleep(0.05)
        return False

    def rows(self):
        """The rows that exist, as texts by column."""
        return self.run("""
            const keys = [...document.querySelectorAll('#head th')].map(cell => cell.dataset.key);
            return [...document.querySelectorAll('#body tr[data-index]')].map(row =>
                Object.fromEntries(keys.map((key, place) => [key, row.children[place].textContent])))""")

    def leading(self):
        """The key of the number that rows are sorted by at first."""
        return self.run("return JSON.parse(document.getElementById('meta').textContent).order")

    def count(self):
        return int(self.find("#table").get_attribute("aria-rowcount")) - 1

    def sort(self, key):
        self.run("document.getElementById('section-masks').scrollIntoView()")
        self.find(f'#head th[data-key="{key}"] button').click()

    def set(self, selector, value):
        self.run("""const field = document.querySelector(arguments[0]); field.value = arguments[1];
            field.dispatchEvent(new Event('input', { bubbles: true }))""", selector, value)
        time.sleep(0.25)


def saved(folder, name):
    file = folder / name
    end = time.time() + 10
    while time.time() < end and not file.exists():
        time.sleep(0.05)
    return list(csv.reader(file.open(newline=""))) if file.exists() else []


def check_table(page):
    everything = page.count()
    check("the table has rows for all masks", everything == page.run(
        "return JSON.parse(document.getElementById('meta').textContent).count"))
    if everything == 0:
        return
    lead = page.leading()
    numbers = [float(row[lead]) for row in page.rows() if row[lead] != "–"]
    check("lowest scores come first", numbers == sorted(numbers), numbers[:5])
    page.sort(lead)
    numbers = [float(row[lead]) for row in page.rows() if row[lead] != "–"]
    check("a second click on a header turns the order", numbers == sorted(numbers, reverse=True), numbers[:5])
    page.sort("fname")
    names = [row["fname"] for row in page.rows()]
    check("names sort by their bytes", names == sorted(names, key=lambda name: name.encode()), names[:3])
    page.set("#filter-name", names[-1])
    check("a part of a name filters", 1 <= page.count() and all(names[-1] in row["fname"] for row in page.rows()))
    page.set("#filter-name", "")
    page.set("#filter-decision", "reject")
    check("a decision filters", all("reject" in row["decision"] for row in page.rows()))
    page.set("#filter-decision", "")
    page.set("#filter-least", "0.5")
    page.set("#filter-most", "0.9")
    check("a range of scores filters", all(0.5 <= float(row[lead]) <= 0.9 for row in page.rows()))
    page.set("#filter-most", "")
    columns = page.run("return JSON.parse(document.getElementById('meta').textContent).numbers")
    for place, key in enumerate(column["key"] for column in columns):
        page.set("#filter-column", str(place))
        for end, limit in [("least", "0"), ("most", "1")]:
            page.set(f"#filter-{end}", limit)
            check(f"a single limit of {key} keeps no mask without it", all(row[key] != "–" for row in page.rows()))
            page.set(f"#filter-{end}", "")
    page.set("#filter-column", "0")
    page.click("#filter-clear")
    check("all masks come back", page.count() == everything)
    page.set("#filter-decision", "accept")
    check("accepted and others are told apart", page.count() < everything or all(
        "accept" in row["decision"] for row in page.rows()))
    page.click("#filter-clear")


def check_marks(page, downloads):
    if page.count() < 2:
        return
    page.sort(page.leading())
    page.run("document.getElementById('rows').focus(); document.getElementById('rows').scrollTop = 0")
    table = page.find("#rows")
    for key in [Keys.ARROW_DOWN, "w", Keys.ARROW_DOWN, "f", Keys.ARROW_UP, "f", "u"]:
        table.send_keys(key)
    first, second = page.rows()[:2]
    check("keys mark masks", "wrong" in first["mark"] and "fine" in second["mark"], (first["mark"], second["mark"]))
    said = page.find("#announcement").get_attribute("textContent")
    check("marks are announced to screen readers", first["fname"] in said, said)
    if page.run("return document.querySelector('.card') !== null"):
        page.run("document.querySelector('.card:last-child').focus()")
        card = page.find(".card:last-child")
        card.send_keys("w")
        check("keys mark cards", card.get_attribute("data-marked") == "wrong")
        card.send_keys("u")
        check("undo takes a mark back", card.get_attribute("data-marked") == "")
    page.click("#save-marks")
    marks = saved(downloads, "marks.csv")
    check("marks are saved as CSV", marks[:1] == [["fname", "mark"]]
          and sorted(marks[1:]) == sorted([[first["fname"], "wrong"], [second["fname"], "fine"]]), marks)
    page.set("#filter-mark", "wrong")
    check("marks filter", page.count() == 1)
    page.click("#save-selection")
    rows = saved(downloads, "masks.csv")
    check("the selection is saved as CSV", len(rows) == 2 and rows[1][rows[0].index("fname")] == first["fname"], rows)
    page.click("#filter-clear")
    for _ in range(2):
        page.click("#undo")
    check("all marks are undone", not page.find("#save-marks").is_enabled())
    page.find("#load-marks").send_keys(str(downloads / "marks.csv"))
    check("marks are loaded", page.wait(lambda: page.find("#save-marks").is_enabled()))
    page.browser.refresh()
    page.settle()
    check("marks outlive the page", page.find("#save-marks").is_enabled())
    check_readers(page, downloads, first["fname"])
    page.run("localStorage.clear()")


def check_readers(page, downloads, name):
    """A reader with a name goes on with the marks that have none; another one begins anew."""
    def rate(key):
        page.set("#filter-name", name)
        page.run("document.getElementById('rows').focus(); document.getElementById('rows').scrollTop = 0")
        for key in [Keys.HOME, key]:
            page.find("#rows").send_keys(key)
        page.set("#filter-name", "")

    def call(reader):
        page.run("""const field = document.getElementById('rater'); field.value = arguments[0];
            field.dispatchEvent(new Event('change', { bubbles: true }))""", reader)
    call("Ann Lee")
    rate("2")
    page.click("#save-marks")
    marks = saved(downloads, "marks-Ann_Lee.csv")
    check("a reader's marks have the name", marks[:1] == [["fname", "mark", "rater"]] and len(marks) == 3
          and [name, "2", "Ann Lee"] in marks, marks)
    for kind in ["pass", "fail"]:
        page.click(f"#save-{kind}")
    passed, failed = (saved(downloads, f"{kind}-Ann_Lee.csv") for kind in ["pass", "fail"])
    check("lists of masks that pass and fail are saved", len(passed) == 2 and failed == [["fname", "mark"], [name, "2"]],
          (passed, failed))
    page.find("#pass-from").send_keys("2")
    check("a lower limit passes it", page.wait(lambda: not page.find("#save-fail").is_enabled()))
    call("Ben")
    check("another reader has no marks yet", not page.find("#save-marks").is_enabled())
    call("Ann Lee")
    check("the first reader's marks are still there", page.find("#save-marks").is_enabled())
    page.browser.refresh()
    page.settle()
    check("marks that a reader has taken over are not unnamed any more", not page.find("#save-marks").is_enabled())
    call("Cleo")
    check("the next reader does not get them", not page.find("#save-marks").is_enabled())


def check_links(page, path):
    if page.count() == 0:
        return
    page.sort("fname")
    page.sort("fname")
    name = page.rows()[0]["fname"]
    page.browser.get("about:blank")
    page.browser.get(path.as_uri() + "#" + page.run("return encodeURIComponent(arguments[0])", name))
    page.settle()
    current = page.run("return document.querySelector('#body [aria-current]')?.children[1].textContent")
    check("a link leads to its row", current == name, current)


def check_looks(page):
    page.run("document.getElementById('theme').click(); document.getElementById('theme').click()")
    dark = page.run("return getComputedStyle(document.body).backgroundColor")
    check("there is a dark theme", dark == "rgb(16, 21, 27)", dark)
    page.run("document.getElementById('theme').click()")
    if page.run("return document.querySelector('.card .picture') !== null"):
        page.run("document.querySelector('.card').focus()")
        page.find(".card").send_keys(Keys.ENTER)
        check("a card is enlarged", page.run("return document.getElementById('enlarged').open"))
        page.click("#enlarged-close")
        broken = page.run("""return Promise.all([...document.querySelectorAll('.card image')].slice(0, 9).map(item => {
            const image = new Image(); image.src = item.getAttribute('href');
            return image.decode().then(() => 0, () => 1) })).then(all => all.reduce((a, b) => a + b, 0))""")
        check("pictures can be shown", broken == 0)
    page.browser.execute_cdp_cmd("Page.printToPDF", {})
    printed = page.run("return document.querySelectorAll('#print-body tr').length")
    check("paper has the rows", printed == min(page.count(), 200), printed)
    for width in [360, 1400]:
        page.browser.set_window_size(width, 1000)
        time.sleep(0.2)
        over = page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        check(f"nothing sticks out at {width} pixels", over <= 0 or width < 500 and over <= 140, over)


def check_access(page):
    found = importlib.util.find_spec("axe_core_python")
    if not found:
        print("skip   accessibility: there is no axe-core-python")
        return
    script = (pathlib.Path(found.submodule_search_locations[0]) / "axe.min.js").read_text()
    for theme in ["light", "dark"]:
        page.run("document.documentElement.dataset.theme = arguments[0]", theme)
        page.run(script)
        result = page.browser.execute_async_script(
            "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then(done)")
        problems = [f"{item['id']} ({item['impact']}): {item['nodes'][0]['html'][:120]} "
                    f"{item['nodes'][0]['failureSummary'][:200]}" for item in result["violations"]]
        check(f"axe-core finds nothing ({theme})", not problems, "\n       ".join(problems))
    page.run("delete document.documentElement.dataset.theme")


def check_speed(page):
    paint = page.run("return performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    check("the first paint comes within 1.5 s", paint is not None and paint <= 1500, paint)
    page.run("""window.longTasks = []; new PerformanceObserver(list => longTasks.push(
        ...list.getEntries().map(entry => entry.duration))).observe({ type: 'longtask' });""")
    page.browser.execute_async_script("""
        const done = arguments[0], rows = document.getElementById('rows'); let frame = 0;
        const step = () => {
            rows.scrollTop = frame < 120 ? frame * 37 : rows.scrollHeight * ((frame * 0.137) % 1);
            if (frame++ < 360) requestAnimationFrame(step); else setTimeout(done, 300);
        }; step();""")
    longest = max(page.run("return longTasks") or [0])
    check("no task is longer than 200 ms while scrolling", longest <= 200, longest)
    check("rows are in view after scrolling", len(page.rows()) > 10)
    print(f"       first paint {paint:.0f} ms, longest task while scrolling {longest:.0f} ms, "
          f"{page.run('return document.getElementsByTagName(arguments[0]).length', '*')} elements")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--downloads", type=pathlib.Path)
    options = parser.parse_args()
    path = options.report.resolve()
    downloads = (options.downloads or pathlib.Path(tempfile.mkdtemp())).resolve()
    browser = open_browser(downloads)
    browser.set_script_timeout(120)
    try:
        page = Page(browser, path)
        if options.speed:
            check_speed(page)
        check("nothing of a name was run", page.run("return window.hacked === undefined"))
        check_table(page)
        check_marks(page, downloads)
        check_links(page, path)
        check_looks(page)
        check_access(page)
        errors = [entry["message"] for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        check("the console is quiet", not errors, json.dumps(errors[:3]))
    finally:
        browser.quit()
    sys.exit(1 if FAILED else 0)


main()
