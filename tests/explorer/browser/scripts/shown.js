() => {
  // What the page shows, as text and values: two pages that tell the same are equal in this.
  const clean = (words) => (words ?? '').split(/\s+/).filter(Boolean).join(' ');
  const place = (selector) => {
    const found = document.querySelector(selector);
    return found && !found.hidden ? clean(found.innerText) : null;
  };
  const fields = Object.fromEntries([...document.querySelectorAll('main input[id], main select[id], nav select[id]')]
    .filter((field) => field.getClientRects().length && field.id !== 'question-filter').map((field) => [field.id, field.type === 'checkbox' ? field.checked : field.value]));
  const chosen = [...document.querySelectorAll('.selected')].map((element) => element.dataset?.id ?? element.dataset?.places ?? clean(element.textContent)).sort();
  return {
    first: place('.pane.first'), second: place('.pane.second'), panel: place('#panel')?.replace('‹ Back · ', ''), lens: place('#lens'), mode: place('#mode'), showing: place('.showing'),
    tab: document.querySelector('[role=tab][aria-selected=true]').id, fields, chosen,
  };
}
