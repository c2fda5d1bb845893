() => {
  // Where the focus is, if nobody could see it there; '' when all is well (WCAG 2.2: 2.4.7, 2.4.11).
  const element = document.activeElement;
  if (!element || element === document.body) return 'the focus is lost';
  const name = `${element.tagName.toLowerCase()}#${element.id}.${element.getAttribute('class') ?? ''} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}”`;
  const boxes = [...element.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
  if (!boxes.length) return `${name} has the focus and no place`;
  const inside = boxes.some((box) => box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight);
  if (!inside) return `${name} has the focus outside of the window`;
  const at = boxes[0];
  const place = [Math.min(innerWidth - 1, Math.max(0, at.left + Math.min(at.width / 2, 40))), Math.min(innerHeight - 1, Math.max(0, at.top + Math.min(at.height / 2, 12)))];
  const top = document.elementFromPoint(...place);
  const covers = top && top !== element && !element.contains(top) && !top.contains(element) && !top.closest('label')?.contains(element) && getComputedStyle(top).position !== 'static' ? top : null;
  if (covers && boxes.every((box) => { const over = covers.getBoundingClientRect(); return over.left <= box.left && over.right >= box.right && over.top <= box.top && over.bottom >= box.bottom; })) return `${name} has the focus and is covered by .${covers.getAttribute('class')}`;
  const seen = (/** @type {Element} */ found) => {
    const style = getComputedStyle(found);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true;
    return found instanceof SVGElement && found !== element && style.stroke !== 'none' && parseFloat(style.strokeWidth) >= 2.5;
  };
  if (seen(element) || (element instanceof SVGElement && [...element.querySelectorAll('*')].some(seen))) return '';
  if (element.closest('.CodeMirror') && element.closest('.CodeMirror').classList.contains('CodeMirror-focused')) return '';
  return `${name} has the focus and shows no sign of it`;
}
