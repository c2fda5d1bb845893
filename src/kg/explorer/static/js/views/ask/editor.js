/**
 * The SPARQL editor: YASQE with completion from this dataset's own terms, and no outside request.
 * @module
 */

import { loadYasgui } from '../../vendor/yasgui.js';

/** @typedef {import('../../records').Terms} Terms */

let prepared = false;

/**
 * @param {HTMLElement} host @param {Terms} terms @param {string} text @param {() => void} run
 * @returns {Promise<{ get: () => string, set: (text: string) => void, refresh: () => void, focus: () => void, mark: (line: number) => void }>}
 */
export async function makeEditor(host, terms, text, run) {
  const { Yasqe } = await loadYasgui();
  if (!prepared) prepare(Yasqe, terms);
  prepared = true;
  const yasqe = new Yasqe(host, {
    value: text, persistenceId: null, consumeShareLink: null, createShareableLink: null, createShortLink: null, showQueryButton: false, resizeable: false,
    pluginButtons: () => undefined, editorHeight: '17rem', collapsePrefixesOnLoad: false,
    extraKeys: { 'Ctrl-Enter': run, 'Cmd-Enter': run, Esc: () => yasqe.display.input.blur(), Tab: false, 'Shift-Tab': false, 'Ctrl-Space': Yasqe.Autocompleters ? () => yasqe.autocomplete() : undefined },
  });
  const field = yasqe.getInputField();
  field.setAttribute('aria-label', 'SPARQL query. Control Enter runs it, Control Space completes, Escape leaves.');
  return {
    get: () => yasqe.getValue(),
    set: (value) => yasqe.setValue(value),
    refresh: () => yasqe.refresh(),
    focus: () => yasqe.focus(),
    mark: (line) => yasqe.addLineClass(line - 1, 'background', 'query-problem'),
  };
}

/** Our own terms in the place of what asks other servers. @param {any} Yasqe @param {Terms} terms */
function prepare(Yasqe, terms) {
  Yasqe.defaults.autocompleters = ['variables'];
  Yasqe.defaults.prefixCcApi = '';
  const names = terms.terms.map(({ name }) => name);
  const prefixes = Object.entries(terms.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  /** @param {string} name @param {string} from @param {string[]} found */
  const complete = (name, from, found) => {
    Yasqe.forkAutocompleter(from, {
      name, bulk: true, persistenceId: null, autoShow: false,
      get: () => Promise.resolve(found),
      isValidCompletionPosition: (/** @type {any} */ yasqe) => from === 'prefixes'
        ? /^\s*prefix\s+\S*$/i.test(yasqe.getDoc().getLine(yasqe.getDoc().getCursor().line).slice(0, yasqe.getDoc().getCursor().ch))
        : /(?:^|[\s{;,.(|/^])[A-Za-z][\w-]*:?[\w-]*$/.test(yasqe.getDoc().getLine(yasqe.getDoc().getCursor().line).slice(0, yasqe.getDoc().getCursor().ch)),
      preProcessToken: (/** @type {any} */ _, /** @type {any} */ token) => token,
      postProcessSuggestion: (/** @type {any} */ _, /** @type {any} */ __, /** @type {string} */ suggestion) => suggestion,
    });
    Yasqe.defaults.autocompleters.push(name);
  };
  complete('own-terms', 'property', names);
  complete('own-prefixes', 'prefixes', prefixes);
}

/**
 * The query with a declaration for each prefix of the dataset that it uses and does not declare: the
 * server knows them, other engines do not.
 * @param {string} text @param {Record<string, string>} prefixes
 */
export function declared(text, prefixes) {
  const bare = text.replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, ' ');
  const known = new Set([...text.matchAll(/^\s*prefix\s+([\w-]*):/gim)].map((found) => found[1]));
  const used = new Set([...bare.matchAll(/(?:^|[\s{}()|/^!,;.*+?=])([A-Za-z][\w-]*):/g)].map((found) => found[1]));
  const missing = [...used].filter((prefix) => !known.has(prefix) && prefixes[prefix]).sort();
  return missing.map((prefix) => `PREFIX ${prefix}: <${prefixes[prefix]}>\n`).join('') + text;
}
