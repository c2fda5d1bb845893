(text) => {
  // An exported picture of the network as data: marks with their names and places, lines in words.
  const sheet = new DOMParser().parseFromString(text, 'image/svg+xml');
  const title = (element) => element.querySelector(':scope > title')?.textContent ?? '';
  const marks = [...sheet.querySelectorAll('svg > g')].filter((group) => title(group)).map((group) => {
    const [x, y] = (group.getAttribute('transform') ?? '').match(/-?[\d.]+/g).map(Number);
    const shape = group.querySelector('rect, path, circle');
    return { name: title(group), x, y, shape: shape.tagName, fill: group.getAttribute('fill'), size: shape.getBBox?.().width || Number(shape.getAttribute('r') ?? shape.getAttribute('width') ?? 0) };
  });
  const lines = [...sheet.querySelectorAll('svg > line')].map((line) => ({ words: title(line), broken: line.getAttribute('stroke-dasharray') !== 'none', colour: line.getAttribute('stroke') }));
  return { title: title(sheet.documentElement), marks, lines };
}
