"""A phone, the dark, a reader who wants no motion, and names that are read from right to left."""

from __future__ import annotations

import pytest

from .conftest import Opener
from .steps import Steps

pytestmark = pytest.mark.browser


def test_a_phone_sees_lists_first(visit: Opener) -> None:
    opened = visit("", width=390, height=844)
    Steps(opened).run(
        [
            {"count": {".network-list .entity": ">20"}},
            {"gone": ".network .canvas"},
            {"click": 'tab "Timeline"'}, {"ready": True},
            {"count": {".dated li": ">20"}},
            {"gone": ".bars"},
            {"click": 'tab "Network"'}, {"ready": True},
            {"click": '.entity:has-text("2018 Villepinte bomb plot") summary >> nth=0'},
            {"click": '.network-list .entity[open] li button >> nth=0'},
            {"count": {"#panel .item": ">0"}},
            # The list stays open where it was.
            {"count": {".network-list .entity[open]": 1}},
            {"click": 'button "Close the panel"'},
            {"click": 'button "Picture"'},
            {"count": {".network .canvas canvas": ">3"}},
        ]
    )  # fmt: skip


def test_a_phone_has_every_function(visit: Opener) -> None:
    """Lens, mode, search, menu and every tab can be touched; what opens lies within the window."""
    opened = visit("view=table", width=390, height=844)
    steps = Steps(opened)
    for target in ("#lens", "#mode", "#menu"):
        steps.run([{"click": target}, {"count": {".popup:visible": 1}}])
        box = opened.page.locator(".popup:visible").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 844
        opened.page.keyboard.press("Escape")
    for name in ("Network", "Timeline", "Map", "Text", "Claims", "Ask", "Compare"):
        steps.run(
            [
                {"click": f'tab "{name}"'},
                {"ready": True},
                {"has": {f'tab "{name}"': {"aria-selected": "true"}}},
            ]
        )
        box = opened.find(f'tab "{name}"').bounding_box()
        assert box is not None
        assert box["height"] >= 24, "WCAG 2.2, 2.5.8"
    steps.run(
        [
            {"click": "#menu"},
            {"click": 'button ~"Export and share" in .popup'},
            {"count": {"dialog.exporting": 1}},
        ]
    )


def test_targets_are_large_enough(visit: Opener) -> None:
    """WCAG 2.2, 2.5.8: 24 pixels, or enough room around; axe-core checks the rest."""
    opened = visit("view=table", width=390, height=844)
    small = opened.script(
        """() => [...document.querySelectorAll('.bar button, .bar input, .tab, .pager button')]
             .filter((element) => { const box = element.getBoundingClientRect();
               return box.width && (box.width < 24 || box.height < 24); })
             .map((element) => element.outerHTML.slice(0, 80))"""
    )
    assert small == []


@pytest.mark.parametrize("dark", [False, True])
def test_colours_follow_the_system_and_the_menu(visit: Opener, dark: bool) -> None:
    opened = visit("view=table", dark=dark)
    steps = Steps(opened)

    def is_dark() -> bool:
        paper = opened.script("getComputedStyle(document.body).backgroundColor")
        return sum(int(part) for part in paper[4:-1].split(",")) < 380

    assert is_dark() is dark
    other = "light" if dark else "dark"
    steps.run([{"click": "#menu"}, {"click": f'button "{other}" in .popup:visible'}])
    assert is_dark() is not dark
    steps.do_go("reload")
    assert is_dark() is not dark
    steps.run([{"click": "#menu"}, {"click": 'button "system" in .popup:visible'}])
    assert is_dark() is dark


def test_the_network_changes_its_colours(visit: Opener) -> None:
    opened = visit("")
    light = {mark["fill"] for mark in opened.network()["marks"]}
    opened.page.emulate_media(color_scheme="dark")
    opened.settled()
    dark = {mark["fill"] for mark in opened.network()["marks"]}
    assert light
    assert not light & dark


def test_without_motion(visit: Opener) -> None:
    """Nothing is animated where the system asks for no motion."""
    opened = visit("")
    moving = opened.script(
        """() => [...document.querySelectorAll('*')].filter((element) => {
             const { animationName, transitionDuration } = getComputedStyle(element);
             return animationName !== 'none'
               || transitionDuration.split(',').some((time) => parseFloat(time) > 0);
           }).length"""
    )
    assert moving == 0
    assert opened.script("document.getAnimations().length") == 0


def test_names_from_right_to_left(visit: Opener) -> None:
    """Persian names are marked as Persian, read from right to left, and do not turn what stands
    around them."""
    opened = visit("view=table&sel=actor:mek")
    name = opened.page.locator("#panel .other-name bdi[lang=fa]").first
    name.wait_for()
    assert name.evaluate("(element) => getComputedStyle(element).unicodeBidi") == "isolate"
    assert opened.script(
        """() => {
          const name = document.querySelector('#panel .other-name bdi');
          const range = document.createRange();
          const text = name.firstChild;
          const box = (at) => {
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            return range.getBoundingClientRect().left;
          };
          return box(0) > box(text.length - 1);
        }"""
    )
    Steps(opened).run([{"search": "مجاهدین"}])
    assert opened.page.locator("#search").get_attribute("dir") == "auto"
    hit = opened.page.locator("#search-list .hit").first
    assert hit.locator("bdi[lang=fa]").count() == 1
    # The row itself stays as it was: its kind stands at the left.
    kind, text = hit.locator(".kind-name").bounding_box(), hit.locator(".hit-text").bounding_box()
    assert kind is not None
    assert text is not None
    assert kind["x"] < text["x"]


def test_every_name_from_the_data_is_isolated(visit: Opener) -> None:
    """Wherever a Persian letter or a mark of direction is shown, it stands in an element that
    isolates it, so that a mixed text reads as it was written."""
    opened = visit("view=table", data="hostile")
    steps = Steps(opened)
    loose = """() => {
        const letters = /[\\u0590-\\u08ff\\u202a-\\u202e\\u2066-\\u2069]/;
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          if (!letters.test(node.data) || !node.parentElement.getClientRects().length) continue;
          const held = node.parentElement.closest(
            'bdi, [dir=auto], option, text, title, pre, code');
          if (!held) found.push(`${node.parentElement.outerHTML.slice(0, 120)}`);
        }
        return found.slice(0, 8);
      }"""
    for view in ("Network", "Timeline", "Map", "Text", "Claims", "Compare"):
        steps.run([{"click": f'tab "{view}"'}, {"ready": True}, {"open_all": "main"}])
        assert opened.script(loose) == [], view
    ids = [node["id"] for node in opened.api("view")["nodes"]][:8]
    for entity in ids:
        opened.open({"view": "table", "sel": entity})
        steps.do_open_all("#panel")
        assert opened.script(loose) == [], entity
