"""Nothing is fetched from anywhere but the server, and the page could not if it wanted to."""

from __future__ import annotations

import pytest

from .conftest import Opener
from .pages import Explorer
from .steps import Steps

pytestmark = pytest.mark.browser


def _policy(opened: Explorer, path: str) -> dict[str, list[str]]:
    reply = opened.page.request.get(opened.url + path)
    text = reply.headers["content-security-policy"]
    return {name: values for name, *values in (part.split() for part in text.split(";"))}


def test_the_policy_is_strict(visit: Opener) -> None:
    """Scripts and styles come as files of the server only: no inline one, no evaluation, no other
    host. YASQE and sigma set styles by the CSSOM, which a policy allows without ``unsafe-inline``.
    """
    policy = _policy(visit("view=table"), "/explore")
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert policy["connect-src"] == ["'self'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    for name, values in policy.items():
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "blob:", "https:", "http:"} & set(
            values
        ), name


def test_the_policy_holds_in_the_browser(visit: Opener) -> None:
    opened = visit(
        "view=table",
        allow=["Content Security Policy", "violates the following", "Failed to fetch", "blocked"],
    )
    ran = opened.script(
        """async () => {
          const script = document.createElement('script');
          script.textContent = 'window.inline = 1';
          document.head.append(script);
          const image = '<img src="data:,x" onerror="window.handler = 1">';
          document.body.insertAdjacentHTML('beforeend', image);
          setTimeout('window.evaluated = 1');  // a text to be evaluated
          const fetched = await fetch('https://example.invalid/').then(() => true, () => false);
          await new Promise((done) => setTimeout(done, 50));
          return [window.inline, window.handler, window.evaluated, fetched];
        }"""
    )
    assert ran == [None, None, None, False]
    opened.outside.clear()


def test_completion_in_the_editor_asks_nobody(visit: Opener) -> None:
    """Classes, properties and prefixes come from the dataset's own terms."""
    opened = visit("view=ask")
    Steps(opened).run(
        [
            {"click": 'button "Write SPARQL"'},
            {"count": {".editor .CodeMirror": 1}},
            {"click": ".editor .CodeMirror"},
            {"press": ["Control+a", "Delete"]},
            {"type": "SELECT ?x { ?x ae:organi"},
            {"press": "Control+Space"},
            {"see": {".CodeMirror-hints": "ae:organizer"}},
            {"press": "Enter"},
        ]
    )
    typed = opened.script("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    assert "ae:organizer" in typed
    Steps(opened).run(
        [
            {"press": ["Control+a", "Delete"]},
            {"type": "PREFIX "},
            {"press": "Control+Space"},
            {"see": {".CodeMirror-hints": "https://w3id.org/actors-events/"}},
            {"press": "Escape"},
            {"press": ["Control+a", "Delete"]},
            {"type": "SELECT ?y { ?y a foaf:Per"},
            {"press": "Control+Space"},
        ]
    )
    opened.settled()
    assert opened.outside == []


def test_one_request_for_a_picture(visit: Opener) -> None:
    """A view is one question to the server, and asked again it is answered from what is kept."""
    opened = visit("")
    questions = [path for path in opened.asked if path.startswith("/api/")]
    assert len([path for path in questions if path.startswith("/api/v1/view")]) == 1
    assert len(questions) <= 2
    opened.asked.clear()
    Steps(opened).run(
        [{"click": 'tab "Timeline"'}, {"ready": True}, {"click": 'tab "Claims"'}, {"ready": True}]
    )
    assert [path for path in opened.asked if path.startswith("/api/")] == []


def test_files_of_the_page_are_kept_by_the_browser(visit: Opener) -> None:
    opened = visit("view=table")
    main = opened.script("document.querySelector('script[type=module]').src")
    reply = opened.page.request.get(main)
    assert "immutable" in reply.headers["cache-control"]
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert opened.page.request.get(f"{opened.url}/explore").headers["cache-control"] == "no-cache"
