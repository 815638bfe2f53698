#!/usr/bin/env python3
"""Takes pictures of a report for the documentation: take_pictures.py REPORT FOLDER."""
import pathlib
import sys
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

report, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
options = Options()
for flag in ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1400,1080"]:
    options.add_argument(flag)
browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
try:
    browser.get(report.as_uri())
    time.sleep(1)
    browser.execute_script("document.documentElement.style.scrollBehavior = 'auto'")
    for name, theme, section in [
        ("report-summary", "light", "section-summary"), ("report-worst", "light", "section-worst"),
        ("report-masks", "light", "section-masks"),
    ]:
        browser.execute_script(
            "document.documentElement.dataset.theme = arguments[0];"
            "document.getElementById(arguments[1]).scrollIntoView()", theme, section)
        time.sleep(0.6)
        browser.save_screenshot(str(folder / f"{name}.png"))
finally:
    browser.quit()
