/**
 * Names under the marks, in the lines that the server broke them into, with a halo of paper.
 * @module
 */

/** @typedef {{ paper: string, ink: string, card: string, font: string }} Look */

/** @param {() => Look} look @returns {(context: CanvasRenderingContext2D, data: any, settings: any) => void} */
export function labelDrawer(look) {
  return (context, data) => {
    if (!data.label) return;
    write(context, data, look());
  };
}

/** @param {() => Look} look @returns {(context: CanvasRenderingContext2D, data: any, settings: any) => void} */
export function hoverDrawer(look) {
  return (context, data) => {
    const found = look();
    context.beginPath();
    context.arc(data.x, data.y, data.size + 5, 0, Math.PI * 2);
    context.strokeStyle = found.ink;
    context.lineWidth = 2;
    context.stroke();
    write(context, { ...data, strong: true }, found);
  };
}

/** @param {CanvasRenderingContext2D} context @param {any} data @param {Look} look */
function write(context, data, look) {
  const size = data.font ?? 12;
  const lines = /** @type {string[]} */ (data.lines ?? [data.label]);
  context.font = `${data.strong ? 650 : 500} ${size}px ${look.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.lineJoin = 'round';
  const top = data.y + data.size + 4;
  if (data.strong) {
    const width = Math.max(...lines.map((line) => context.measureText(line).width)) + 12;
    context.fillStyle = look.card;
    context.beginPath();
    context.roundRect(data.x - width / 2, top - 3, width, lines.length * size * 1.2 + 5, 5);
    context.fill();
  }
  lines.forEach((line, at) => {
    const y = top + at * size * 1.2;
    if (!data.strong) {
      context.strokeStyle = look.paper;
      context.lineWidth = 4;
      context.strokeText(line, data.x, y);
    }
    context.fillStyle = look.ink;
    context.fillText(line, data.x, y);
  });
}
