/**
 * The contract between the shell and the views; types only.
 *
 * A view is a module in `views/` with one function:
 *
 *     export function mount(host, context) -> { update(changes), destroy() }
 *
 * It draws into `host` and nowhere else, reads `context.store.state`, `context.model` and
 * `context.visible`, and changes things only through `context.store.set` or `context.actions`.
 * It is mounted once there is data. `update` is called with the names of what has changed: keys of the state, `model` (new data),
 * `visible` (another filter) or `hover`. Text reaches the page by `textContent` only (`dom.js`).
 *
 * @module
 */

/** @typedef {import('./records').View} ViewData */
/** @typedef {import('./records').Node} Node */
/** @typedef {import('./records').Line} Line */
/** @typedef {import('./records').Claim} Claim */
/** @typedef {import('./records').Proposition} Proposition */
/** @typedef {import('./state.js').State} State */
/** @typedef {import('./state.js').Store} Store */
/** @typedef {import('./model.js').Model} Model */
/** @typedef {import('./model.js').Visible} Visible */
/** @typedef {import('./api.js').Api} Api */

/**
 * What a view may ask for beside the state.
 * @typedef {object} Actions
 * @property {(id: string) => void} select show an entity, a line or a claim in the panel ('' for none)
 * @property {(id: string) => void} hover point at something, for a moment ('' for nothing)
 * @property {(id: string) => void} expand ask which neighbours to add
 * @property {(ids: string[]) => void} add have entities in the picture
 * @property {() => void} read move the focus to the panel
 * @property {(text: string) => void} announce tell a screen reader
 * @property {(text: string) => void} showing say what is shown of how much, where a view shows other things than the loaded data; '' when it does not
 * @property {(text: string, kind?: 'info' | 'error') => void} notify tell everybody, for a moment
 */

/**
 * @typedef {object} Context
 * @property {Store} store
 * @property {Api} api
 * @property {Promise<void>} loaded done once there is data: whatever counts it waits for that, lest it say that there is nothing
 * @property {Model} model the data that is loaded
 * @property {Visible} visible what of it passes the filters
 * @property {string} hover id of what is pointed at
 * @property {Actions} actions
 */

/**
 * @typedef {object} View
 * @property {(changes: Set<string>) => void} update
 * @property {() => void} destroy
 * @property {() => void} [resize]
 * @property {() => number[] | null} [claims] what it shows, where filters of its own leave something out
 * @property {(kind: 'png' | 'svg') => Promise<Blob> | Blob} [picture] what is drawn, as a file
 */

export {};
