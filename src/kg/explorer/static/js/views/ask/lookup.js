/**
 * What an answer leaves unsaid, asked for: names of entities, the entities that its claims name, terms that exist.
 * @module
 */

import { shortened } from '../../shell/search.js';
import { namesIn } from './pattern.js';

/** @typedef {import('../../api.js').Api} Api */
/** @typedef {import('../../records').Terms} Terms */
/** @typedef {Record<string, { type: string, value: string }>} Binding */

/** Resources that one query is asked about. */
const MOST = 1_000;
/** What an IRI in a query must not hold (SPARQL 1.1, IRIREF). */
const UNSAFE = /[\u0000-\u0020<>"{}|^`\\]/;

/** @param {Api} api @param {string} query @param {string} [address] @returns {Promise<any>} SPARQL 1.1 Query Results JSON */
export async function asked(api, query, address = '/sparql') {
  const answer = await api.fetch(address, { method: 'POST', headers: { 'content-type': 'application/sparql-query', accept: 'application/sparql-results+json' }, body: query });
  return answer.json();
}

/** The IRIs of prefixed names, as a list for VALUES; '' for none. @param {Terms} terms @param {string[]} ids */
function listed({ prefixes }, ids) {
  return ids.flatMap((id) => {
    const at = id.indexOf(':');
    const iri = `${prefixes[id.slice(0, at)] ?? ''}${id.slice(at + 1)}`;
    return prefixes[id.slice(0, at)] && !UNSAFE.test(iri) ? `<${iri}>` : [];
  }).slice(0, MOST).join(' ');
}

/** Names of entities and sources, of those that there are. @param {Api} api @param {string[]} ids @returns {Promise<Map<string, string>>} */
export async function labelsOf(api, ids) {
  const known = listed(await api.get('terms'), ids);
  if (!known) return new Map();
  const found = await asked(api, `SELECT ?x ?label { VALUES ?x { ${known} } ?x rdfs:label ?label FILTER (LANG(?label) = "en") }`);
  return new Map(found.results.bindings.map((/** @type {Binding} */ { x, label }) => [shortened(x.value), label.value]));
}

/**
 * The entities that claims name, those who make or report them among them, by name.
 * @param {Api} api @param {string[]} claims @returns {Promise<Map<string, Map<string, string>>>} by claim, then by name
 */
export async function namedBy(api, claims) {
  /** @type {Map<string, Map<string, string>>} */ const found = new Map();
  const known = listed(await api.get('terms'), claims);
  if (!known) return found;
  const answer = await asked(api, `SELECT DISTINCT ?claim ?x ?label { VALUES ?claim { ${known} }
    { ?claim ae:proposition/(rdf:subject|rdf:object) ?x } UNION { ?claim ae:speaker ?x } UNION { ?claim ae:within/ae:speaker ?x }
    ?x rdfs:label ?label FILTER (LANG(?label) = "en") }`);
  for (const { claim, x, label } of /** @type {Binding[]} */ (answer.results.bindings)) {
    const id = shortened(claim.value);
    found.set(id, (found.get(id) ?? new Map()).set(label.value, shortened(x.value)));
  }
  return found;
}

/**
 * What a query names and the dataset does not know: terms of the ontology and resources, as they are written there.
 * @param {Api} api @param {string} text @returns {Promise<{ terms: string[], resources: string[] }>}
 */
export async function strangers(api, text) {
  /** @type {Terms} */ const { terms, prefixes } = await api.get('terms');
  const names = namesIn(text, prefixes);
  const known = new Set(terms.map(({ iri }) => iri));
  const base = prefixes.actor.replace(/actor\/$/, '');
  const ours = [...names].filter(([iri]) => iri.startsWith(base) && !UNSAFE.test(iri)).slice(0, MOST);
  const there = ours.length ? await asked(api, `SELECT DISTINCT ?x { VALUES ?x { ${ours.map(([iri]) => `<${iri}>`).join(' ')} } FILTER (EXISTS { ?x ?p ?o } || EXISTS { GRAPH ?x { ?s ?q ?r } }) }`) : null;
  const held = new Set(there?.results.bindings.map((/** @type {Binding} */ { x }) => x.value));
  return {
    terms: [...names].filter(([iri]) => iri.startsWith(prefixes.ae) && iri !== prefixes.ae && !known.has(iri)).map(([, written]) => written),
    resources: ours.filter(([iri]) => !held.has(iri)).map(([, written]) => written),
  };
}
