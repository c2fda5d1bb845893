/**
 * What a query answers, as rows of cells; entities and spans in them. Pure.
 * @module
 */

import { shortened } from '../../shell/search.js';

/** @typedef {{ type: 'iri' | 'text', value: string, id: string, lang: string }} Cell `id` is the prefixed name of a resource of ours that it is or names, or '' */
/** @typedef {{ columns: string[], rows: Record<string, Cell>[], truth: boolean | null }} Result */

/** An answer in SPARQL 1.1 Query Results JSON. @param {any} json @returns {Result} */
export function fromJson(json) {
  if (typeof json.boolean === 'boolean') return { columns: [], rows: [], truth: json.boolean };
  /** @type {string[]} */ const columns = json.head.vars;
  const rows = json.results.bindings.map((/** @type {any} */ binding) => Object.fromEntries(columns.flatMap((name) => (binding[name] ? [[name, cell(binding[name])]] : []))));
  return { columns, rows, truth: null };
}

/** @param {{ type: string, value: string, 'xml:lang'?: string }} term @returns {Cell} */
function cell(term) {
  const isIri = term.type === 'uri';
  const id = isIri ? shortened(term.value) : '';
  return { type: isIri ? 'iri' : 'text', value: term.value, id: id === term.value ? '' : id, lang: term['xml:lang'] ?? '' };
}

/** Triples in N-Triples, one a line (RDF 1.1 N-Triples). @param {string} text @returns {Result} */
export function fromTriples(text) {
  const rows = text.split('\n').flatMap((line) => {
    const found = /^(\S+) (\S+) (.+) \.$/.exec(line.trim());
    return found ? [{ subject: term(found[1]), predicate: term(found[2]), object: term(found[3]) }] : [];
  });
  return { columns: ['subject', 'predicate', 'object'], rows, truth: null };
}

/** @param {string} text @returns {Cell} */
function term(text) {
  if (text.startsWith('<')) return cell({ type: 'uri', value: text.slice(1, -1) });
  const found = /^"(.*)"(?:@([A-Za-z0-9-]+)|\^\^\S+)?$/s.exec(text);
  return cell({ type: 'literal', value: found ? unescaped(found[1]) : text, 'xml:lang': found?.[2] });
}

/** @param {string} text */
const unescaped = (text) => text.replace(/\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)/g, (_, code) => {
  if (code.length > 1) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
  return { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f' }[/** @type {'t'} */ (code)] ?? code;
});

export const NODES = /^(?:actor|event|series|place|date|prospect):/;

/** The entities in a result that a picture can show, each once. @param {Result} result @returns {string[]} */
export function entities(result) {
  const found = result.rows.flatMap((row) => Object.values(row).map(({ id }) => id));
  return [...new Set(found.filter((id) => NODES.test(id)))];
}

/** The claims in a result, each once. @param {Result} result @returns {string[]} */
export function claimsIn(result) {
  const found = result.rows.flatMap((row) => Object.values(row).map(({ id }) => id));
  return [...new Set(found.filter((id) => id.startsWith('claim:')))];
}

/**
 * The result with names that lead to what they name: `xLabel` to the entity in `x`, and any other to the entity of
 * that name which a claim in the same row names.
 * @param {Result} result @param {Map<string, Map<string, string>>} named by claim, then by name
 * @returns {Result}
 */
export function linked(result, named) {
  const rows = result.rows.map((row) => {
    const known = new Map(Object.values(row).flatMap(({ id }) => [...(named.get(id) ?? [])]));
    return Object.fromEntries(Object.entries(row).map(([name, found]) => {
      if (found.type !== 'text' || found.id) return [name, found];
      const beside = name.endsWith('Label') ? row[name.slice(0, -5)]?.id ?? '' : '';
      return [name, { ...found, id: (NODES.test(beside) && beside) || (known.get(found.value) ?? '') }];
    }));
  });
  return { ...result, rows };
}

/** The columns that a reader needs: an entity whose name stands beside it is not told twice. @param {Result} result */
export function columnsOf({ columns, rows }) {
  return columns.filter((name) => !columns.includes(`${name}Label`) || !rows.every((row) => !row[name] || (NODES.test(row[name].id) && row[`${name}Label`])));
}

/** Whether rows could be read as facts: no column of theirs tells who says so. @param {Result} result */
export const speakerless = ({ columns, rows }) => rows.length > 0 && !columns.some((name) => /speaker|said|claim|report|source|work|citation/i.test(name)) && !rows.some((row) => Object.values(row).some(({ id }) => id.startsWith('claim:')));

/** Numbers of a result for bars: a column of names and one of numbers, or null. @param {Result} result */
export function bars(result) {
  const numeric = [...result.columns].reverse().find((name) => result.rows.length && result.rows.every((row) => !row[name] || /^-?\d+(?:\.\d+)?$/.test(row[name].value)) && result.rows.some((row) => row[name]));
  const named = result.columns.find((name) => /label$/i.test(name)) ?? result.columns.find((name) => name !== numeric);
  if (!numeric || !named) return null;
  return result.rows.map((row) => ({ label: row[named]?.value ?? '', value: Number(row[numeric]?.value ?? 0), id: Object.values(row).map(({ id }) => id).find((id) => NODES.test(id)) ?? '' }));
}

/** The view that a query asks for: its `#defaultView:` comment (as on Wikidata's query service), or the header's. */
/** @param {string} text @param {string} [otherwise] */
export function wantedView(text, otherwise = 'table') {
  const found = /^\s*#\s*defaultView:\s*(\w+)/im.exec(text)?.[1].toLowerCase() ?? /^#\+\s*view:\s*(\w+)/m.exec(text)?.[1] ?? otherwise;
  return { graph: 'network', barchart: 'bar', linechart: 'bar' }[found] ?? (['table', 'network', 'timeline', 'map', 'bar'].includes(found) ? found : 'table');
}

/** A CSV file of a result (RFC 4180); what a spreadsheet would take for a formula gets an apostrophe. @param {Result} result */
export function csvOf({ columns, rows }) {
  const clean = (/** @type {string} */ text) => {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\ufeff${[columns, ...rows.map((row) => columns.map((name) => row[name]?.value ?? ''))].map((line) => line.map(clean).join(',')).join('\r\n')}\r\n`;
}
