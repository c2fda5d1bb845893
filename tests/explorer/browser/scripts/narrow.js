() => {
  // What reaches beyond a narrow window, or cannot be touched in it.
  const trouble = [];
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) trouble.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const name = (element) => `${element.tagName.toLowerCase()}#${element.id}.${element.getAttribute('class') ?? ''} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”`;
  const scrolls = (element) => {
    for (let at = element.parentElement; at; at = at.parentElement) {
      const { overflowX } = getComputedStyle(at);
      if (['auto', 'scroll'].includes(overflowX) && at.scrollWidth > at.clientWidth) return at;
    }
    return null;
  };
  // Rows of tabs, tables of answers and code scroll by themselves; the panes do not.
  const may = '.tabs, .table-scroll, pre, .CodeMirror-scroll, .CodeMirror, .answer-frame';
  for (const pane of document.querySelectorAll('.pane, .panel, dialog[open], .popup')) {
    if (pane.getClientRects().length && pane.scrollWidth > pane.clientWidth + 1) trouble.push(`${name(pane).slice(0, 60)} scrolls sideways: ${pane.scrollWidth} in ${pane.clientWidth}`);
  }
  for (const element of document.querySelectorAll('button, a, input, select, summary, h2, p, li, blockquote')) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || element.closest(may) || element.closest('.unseen, .skip')) continue;
    if ((box.right > wide + 1 || box.left < -1) && !scrolls(element)) trouble.push(`${name(element)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)}`);
  }
  return trouble.slice(0, 10);
}
