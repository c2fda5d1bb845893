/**
 * An SVG of the page as a file: with the colours that the stylesheet gives it, or as PNG.
 * @module
 */

const STYLES = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'opacity', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'stop-color', 'stop-opacity', 'paint-order', 'display'];

/** @param {SVGSVGElement} svg @returns {{ text: string, width: number, height: number }} */
function whole(svg) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const from = [svg, ...svg.querySelectorAll('*')];
  const to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const name of STYLES) {
      const value = style.getPropertyValue(name);
      if (value && !value.startsWith('url(')) to[at].setAttribute(name, value);
    }
    for (const name of ['class', 'tabindex', 'role', 'data-id']) to[at].removeAttribute(name);
  });
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `0 0 ${Math.round(width)} ${Math.round(height)}`);
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: getComputedStyle(document.body).backgroundColor })) paper.setAttribute(name, value);
  copy.prepend(paper);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

/** @param {SVGSVGElement} svg @returns {Blob} */
export const svgBlob = (svg) => new Blob([whole(svg).text], { type: 'image/svg+xml' });

/** @param {SVGSVGElement} svg @returns {Promise<Blob>} */
export async function pngBlob(svg) {
  const { text, width, height } = whole(svg);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const sheet = new OffscreenCanvas(width * 2, height * 2);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (sheet.getContext('2d'));
  context.drawImage(image, 0, 0, width * 2, height * 2);
  return sheet.convertToBlob({ type: 'image/png' });
}
