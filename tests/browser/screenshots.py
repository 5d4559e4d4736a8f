"""Pictures of every page with the sample company, wide and narrow, light and dark, for people to look at.

`make screenshots` writes them to test-results/screenshots, and those the README shows to .github/images.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from db.maintenance.sample_company import load_sample
from db.store.engine import open_store
from pages.frame.navigation import LISTED
from tests.browser.reader import DESK, LOOKS, chromium, reader
from tests.browser.server import ROOT, running_server

FOLDER = ROOT / "test-results" / "screenshots"
SHOWN = ROOT / ".github" / "images"  # the wide light ones of these pages
IN_README = {"landing", "metric", "units", "board", "upload"}


def main() -> None:
    """Load the sample company into a store of its own and photograph every page of it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    SHOWN.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/plumbline.db"
        with closing(open_store(url)) as store:
            load_sample(store, by="the screenshots")
        with running_server(url, Path(folder)) as server, chromium() as browser:
            for look in LOOKS:
                with reader(browser, server.url, look) as person:
                    for page in LISTED:
                        person.open("/" if page is LISTED[0] else f"/{page.file}")
                        file = FOLDER / f"{page.file}-{look}.png"
                        person.photograph(file)
                        if look == DESK and page.file in IN_README:
                            shutil.copy(file, SHOWN / f"{page.file}.png")
                        sys.stdout.write(f"{file.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
