// The only module that makes elements. Text reaches the page as text, links only after their scheme
// was checked; nothing is ever parsed as markup.

/** An element: `make("p", { class: "note", on: { click } }, "text", child)`. */
export function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    } else if (name === "class") element.className = value;
    else if (name === "value" || name === "checked" || name === "open" || name === "hidden") element[name] = value;
    else if (SAFE.has(name) || name.startsWith("aria-") || name.startsWith("data-")) {
      element.setAttribute(name, value === true ? "" : String(value));
    } else throw new Error(`attribute ${name} is not allowed`);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const SAFE = new Set([
  "id", "type", "role", "title", "for", "tabindex", "dir", "lang", "scope", "min", "max", "step",
  "name", "disabled", "label", "selected", "colspan",
]);

/** Text from the data: isolated, so that its direction cannot disturb what stands around it. */
export function say(text, options = {}) {
  return make("bdi", { dir: "auto", ...options }, String(text));
}

/** A button that does something. */
export function press(content, action, options = {}) {
  return make("button", { type: "button", ...options, on: { click: action } }, content);
}

/** A link out of the page for http and https; any other address (or one with a password) is only shown. */
export function outside(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return say(address);
  }
  if (!["https:", "http:"].includes(url.protocol) || url.username || url.password) return say(address);
  const link = make("a", {}, say(text || address));
  link.href = url.href;
  link.rel = "noopener noreferrer";
  link.target = "_blank";
  return link;
}

/** Replace everything inside an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== ""));
}

export function byId(id) {
  return document.getElementById(id);
}

export function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
