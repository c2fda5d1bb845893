// Save what is drawn as a PNG, with its title, its legend and who says so: a picture travels alone.
import { drawn, graph, lensLabel } from "./data.js";
import { drawnCanvas } from "./network.js";
import { state } from "./state.js";

const PAD = 18;

/** The picture as a canvas. */
export function composed(shown) {
  const { canvas, colour } = drawnCanvas();
  const ratio = canvas.width / canvas.clientWidth || 1;
  const width = canvas.width;
  const head = Math.round(58 * ratio);
  const foot = Math.round(34 * ratio);
  const picture = document.createElement("canvas");
  picture.width = width;
  picture.height = canvas.height + head + foot;
  const pen = picture.getContext("2d");
  pen.fillStyle = colour("paper");
  pen.fillRect(0, 0, width, picture.height);
  pen.drawImage(canvas, 0, head);
  const write = (text, size, x, y, name) => {
    pen.font = `${name === "ink" ? "600 " : ""}${Math.round(size * ratio)}px system-ui, sans-serif`;
    pen.fillStyle = colour(name);
    pen.fillText(text, x * ratio, y * ratio, width - 2 * PAD * ratio);
  };
  const lens = [graph.lens, state.lens ? lensLabel(state.lens) : ""].filter(Boolean).join(" · ");
  write(graph.title, 17, PAD, 26, "ink");
  write(`Who did what, where and when, and who says so${lens ? ` · ${lens}` : ""}`, 12, PAD, 46, "quiet");
  const kinds = "Circles: actors. Boxes: events; rounded: series; dashed: prospects. Triangles: places. Solid lines: reported by a speaker. Dashed lines: interpreted. Red: disputed.";
  write(`${kinds} ${shown.nodes.size} of ${drawn.length} entities.`, 11, PAD, (canvas.height + head) / ratio + 22, "quiet");
  return picture;
}

export function savePicture(shown) {
  composed(shown).toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "actors-and-events.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }, "image/png");
}
