/**
 * A picture that leaves the page says through whose eyes it is seen: it is passed on without the page.
 * @module
 */

const SVG = 'http://www.w3.org/2000/svg';
const SIZE = 13;
const LEADING = 19;
const SIDE = 12;

/** The colours and the type of the page. */
function look() {
  const { backgroundColor, color, fontFamily } = getComputedStyle(document.body);
  return { paper: backgroundColor, ink: color, font: fontFamily };
}

/**
 * The picture with lines of words under it.
 * @param {Blob} blob @param {'png' | 'svg'} kind @param {string[]} lines @returns {Promise<Blob>}
 */
export async function captioned(blob, kind, lines) {
  return kind === 'png' ? png(blob, lines) : svg(await blob.text(), lines);
}

/** @param {Blob} blob @param {string[]} lines */
async function png(blob, lines) {
  const picture = await createImageBitmap(blob);
  const { paper, ink, font } = look();
  const scale = Math.max(1, Math.round(picture.width / 1000));
  const low = (lines.length * LEADING + 2 * SIDE) * scale;
  const sheet = new OffscreenCanvas(picture.width, picture.height + low);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (sheet.getContext('2d'));
  context.fillStyle = paper;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(picture, 0, 0);
  context.fillStyle = ink;
  context.textBaseline = 'top';
  lines.forEach((line, at) => {
    context.font = `${at ? '' : '600 '}${SIZE * scale}px ${font}`;
    context.fillText(line, SIDE * scale, picture.height + (SIDE + at * LEADING) * scale, sheet.width - 2 * SIDE * scale);
  });
  return sheet.convertToBlob({ type: 'image/png' });
}

/** @param {string} text @param {string[]} lines */
function svg(text, lines) {
  const sheet = new DOMParser().parseFromString(text, 'image/svg+xml');
  const inner = sheet.documentElement;
  const [, , width, height] = (inner.getAttribute('viewBox') ?? '0 0 1000 600').split(' ').map(Number);
  const low = lines.length * LEADING + 2 * SIDE;
  const { paper, ink, font } = look();
  const outer = sheet.createElementNS(SVG, 'svg');
  /** @param {Element} element @param {Record<string, string | number>} values */
  const set = (element, values) => { for (const [name, value] of Object.entries(values)) element.setAttribute(name, String(value)); };
  set(outer, { viewBox: `0 0 ${width} ${height + low}`, width, height: height + low });
  const back = sheet.createElementNS(SVG, 'rect');
  set(back, { width, height: height + low, fill: paper });
  const title = sheet.createElementNS(SVG, 'title');
  title.textContent = lines[0];
  sheet.replaceChild(outer, inner);
  set(inner, { width, height });
  outer.append(title, back, inner, ...lines.map((line, at) => {
    const words = sheet.createElementNS(SVG, 'text');
    set(words, { x: SIDE, y: height + SIDE + at * LEADING + SIZE, 'font-size': SIZE, 'font-weight': at ? 400 : 600, 'font-family': font, fill: ink });
    words.textContent = line;
    return words;
  }));
  return new Blob([new XMLSerializer().serializeToString(sheet)], { type: 'image/svg+xml' });
}
