/**
 * Claims as rows: what a table, a sort, a filter and a CSV file need. Pure.
 * @module
 */

import { meant } from '../../words.js';

/** @typedef {import('../../model.js').Model} Model */

/**
 * @typedef {object} Row one proposition of a claim
 * @property {string} id of the claim
 * @property {Record<string, string>} cells by column
 * @property {string} kind
 * @property {boolean} disputed
 * @property {boolean} lined whether a line of the network stands on it
 * @property {string} subject id
 * @property {string} object id, or ''
 */

/** Columns with their headings. */
export const COLUMNS = /** @type {const} */ ({
  speaker: 'Who says so', meant: 'Meant as', subject: 'Subject', relation: 'Relation', object: 'Object', quote: 'In which words', source: 'Source',
});

/** @param {Model} model @param {Iterable<number>} claims @returns {Row[]} */
export function rowsOf(model, claims) {
  /** @type {Row[]} */ const rows = [];
  const lined = new Set(model.data.lines.flatMap((line) => line.claims));
  for (const at of claims) {
    const claim = model.data.claims[at];
    if (claim.reporting) continue;
    const content = model.content(claim);
    for (const [n, place] of claim.props.entries()) {
      const prop = model.data.props[place];
      const [subject, relation, object] = content[n];
      rows.push({
        id: claim.id, kind: claim.kind, disputed: prop.disputed, lined: lined.has(at), subject: model.data.nodes[prop.s]?.id ?? '', object: model.data.nodes[prop.o]?.id ?? '',
        cells: {
          speaker: model.attribution(claim), meant: meant(claim.kind), subject, relation, object,
          quote: claim.quotes.map(([, , words]) => words).join(' […] '), source: `${model.data.sources[claim.source]?.label ?? ''}${claim.locator ? `, ${claim.locator}` : ''}`,
        },
      });
    }
  }
  return rows;
}

/** Letters as they are compared: without case and accents; Arabic yeh and kaf as the Persian ones. @param {string} text */
export const folded = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f\u200c\u200d]/g, '').replace(/[يى]/g, 'ی').replaceAll('ك', 'ک').toLowerCase();

/** Rows that hold all the words, anywhere. @param {Row[]} rows @param {string} words @param {Record<string, string>} [chosen] exact values by column */
export function filtered(rows, words, chosen = {}) {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  return rows.filter(({ cells }) => {
    if (Object.entries(chosen).some(([column, value]) => value && cells[column] !== value)) return false;
    if (!wanted.length) return true;
    const text = folded(Object.values(cells).join(' '));
    return wanted.every((word) => text.includes(word));
  });
}

/** Sorted by a column; equal rows stay in the order of the text. @param {Row[]} rows @param {string} column '' for that order @param {boolean} down */
export function sorted(rows, column, down) {
  if (!column) return rows;
  const compare = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;
  return [...rows].sort((a, b) => compare(a.cells[column], b.cells[column]) * (down ? -1 : 1));
}

/**
 * A CSV file (RFC 4180, UTF-8 with a mark for Excel). A cell that a spreadsheet would take for a
 * formula gets an apostrophe in front (OWASP, CSV injection).
 * @param {Row[]} rows
 */
export function csv(rows) {
  const names = ['claim', ...Object.keys(COLUMNS), 'disputed'];
  const lines = rows.map(({ id, cells, disputed }) => [id, ...Object.keys(COLUMNS).map((column) => cells[column]), disputed ? 'yes' : 'no']);
  return `\ufeff${[names, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** @param {string} text */
const cell = (text) => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
