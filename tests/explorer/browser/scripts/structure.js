(view) => {
  // Where the marks of a picture stand, in parts of its width and height, without any text: what a
  // reader would call "the same picture", in whatever type it is written.
  const round = (n) => Math.round(n * 1000) / 1000;
  const number = (element, name) => Number(element.getAttribute(name));
  if (view === 'timeline') {
    const svg = document.querySelector('.bars');
    const wide = Number(svg.dataset.width);
    return Object.fromEntries([...svg.querySelectorAll('.bar')].map((bar) => [bar.dataset.key.replace(/ \d+$/, ''), {
      looks: [...bar.classList].filter((name) => !['hover', 'selected'].includes(name)).join(' '),
      parts: [...bar.querySelectorAll('.part')].map((part) => [part.classList[1], round(number(part, 'x') / wide), round(number(part, 'width') / wide)]),
    }]));
  }
  if (view === 'map') {
    const svg = document.querySelector('.world');
    return Object.fromEntries([...svg.querySelectorAll('.spot')].map((spot) => {
      const [x, y] = spot.getAttribute('transform').match(/-?[\d.]+/g).map(Number);
      return [spot.dataset.places, { looks: spot.getAttribute('class').replace(/ (?:hover|selected)/g, ''), parts: [['at', round(x / svg.width.baseVal.value), round(y / svg.height.baseVal.value)]] }];
    }));
  }
  return Object.fromEntries([...document.querySelectorAll('.figure')].flatMap((figure) => [...figure.querySelectorAll('.range')].map((range) => {
    const wide = range.ownerSVGElement.viewBox.baseVal.width;
    return [range.dataset.id, { looks: range.getAttribute('class').trim().split(/\s+/).join(' '), parts: [['range', round(number(range, 'x') / wide), round(number(range, 'width') / wide)]] }];
  })));
}
