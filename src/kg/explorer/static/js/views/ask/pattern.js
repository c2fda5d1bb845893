/**
 * What a query is made of, as far as an answer is explained by it: the names that it uses, and the triples of a
 * plain ASK. Pure.
 * @module
 */

/** A part of a triple: a written IRI or literal, or a variable. @typedef {{ text: string, iri: string, variable: boolean }} Part */
/** @typedef {{ s: Part, p: Part, o: Part }} Triple */
/** @typedef {Record<string, string>} Prefixes */

const TOKEN = /<[^<>\s]*>|(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')(?:@[\w-]+|\^\^(?:<[^<>\s]*>|[\w-]*:[\w-]*))?|#[^\n]*|[?$]\w+|[\w-]*:(?:[\w%-](?:[\w%.-]*[\w%-])?)?|\w+|\S/gu;
const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';

/** @param {string} text */
const tokens = (text) => (text.match(TOKEN) ?? []).filter((token) => !token.startsWith('#'));

/** The prefixes that hold in a query: those it declares, and the server's. @param {string[]} found @param {Prefixes} known @returns {Prefixes} */
function prefixesOf(found, known) {
  const own = { ...known };
  found.forEach((token, at) => {
    const iri = found[at + 2] ?? '';
    if (/^prefix$/i.test(token) && iri.startsWith('<')) own[found[at + 1].slice(0, -1)] = iri.slice(1, -1);
  });
  return own;
}

/** @param {string} token @param {Prefixes} prefixes */
function iriOf(token, prefixes) {
  if (token.startsWith('<')) return token.slice(1, -1);
  const [, prefix, local] = /^([\w-]*):(.*)$/u.exec(token) ?? [];
  return prefix !== undefined && prefixes[prefix] ? prefixes[prefix] + local : '';
}

/** Every IRI that a query names, as it is written there, each once. @param {string} text @param {Prefixes} known @returns {Map<string, string>} */
export function namesIn(text, known) {
  const found = tokens(text);
  const prefixes = prefixesOf(found, known);
  /** @type {Map<string, string>} */ const names = new Map();
  found.forEach((token, at) => {
    // A declaration names no resource: neither the prefix nor what it stands for.
    if (/^(?:prefix|base)$/i.test(found[at - 1] ?? '') || /^prefix$/i.test(found[at - 2] ?? '')) return;
    const iri = iriOf(token, prefixes);
    if (iri && !names.has(iri)) names.set(iri, token);
  });
  return names;
}

/**
 * The triples of an ASK that holds nothing else; none where it holds a filter, a path or another pattern.
 * @param {string} text @param {Prefixes} known @returns {Triple[]}
 */
export function triplesOf(text, known) {
  const all = tokens(text);
  const start = all.findIndex((token) => /^ask$/i.test(token));
  if (start < 0) return [];
  const prefixes = prefixesOf(all, known);
  const body = all.slice(start + 1).filter((token, at) => at > 0 || !/^where$/i.test(token));
  if (body.shift() !== '{' || body.pop() !== '}') return [];
  /** @type {Triple[]} */ const found = [];
  while (body.length) {
    const s = part(body.shift(), prefixes);
    let next = ';';
    while (next === ';') {
      const p = part(body.shift(), prefixes);
      next = ',';
      while (next === ',') {
        const o = part(body.shift(), prefixes);
        if (!s || !p || !o) return [];
        found.push({ s, p, o });
        next = body.shift() ?? '.';
      }
      if (next === ';' && (!body.length || body[0] === '.')) next = body.shift() ?? '.';
    }
    if (next !== '.') return [];
  }
  return found;
}

/** @param {string | undefined} token @param {Prefixes} prefixes @returns {Part | null} */
function part(token, prefixes) {
  if (!token) return null;
  if (/^[?$]\w/.test(token)) return { text: token, iri: '', variable: true };
  if (token === 'a') return { text: token, iri: RDF_TYPE, variable: false };
  const iri = iriOf(token, prefixes);
  if (iri) return { text: token, iri, variable: false };
  return /^(?:["']|-?\d|true$|false$)/i.test(token) ? { text: token, iri: '', variable: false } : null;
}

/**
 * The triples that speakers can be asked about: those with a relation of the ontology, of which each is said or
 * denied by itself. With variables only one alone: together they would mean more than each of them.
 * @param {Triple[]} triples @param {Prefixes} known
 */
export function sayable(triples, known) {
  const found = triples.filter(({ p }) => p.iri.startsWith(known.ae));
  const open = found.some(({ s, o }) => s.variable || o.variable);
  return open && triples.length > 1 ? [] : found;
}

/**
 * A SELECT of who says or denies some triples, how it is meant, and in which words; of what a rule has added, who
 * says what it was derived from; and what the editors state, with the work that they cite.
 * @param {Triple[]} triples @param {Prefixes} known
 */
export function whoSaysSo(triples, known) {
  const term = (/** @type {Part} */ { text, iri, variable }) => (variable ? 'UNDEF' : iri ? `<${iri}>` : text);
  // The server's own prefixes: those of the query may stand for something else.
  const head = ['ae', 'rdf', 'rdfs', 'oa', 'prov', 'dcterms'].map((name) => `PREFIX ${name}: <${known[name]}>`).join('\n');
  const label = (/** @type {string} */ name) => `OPTIONAL { ?${name} rdfs:label ?${name}Label FILTER (LANG(?${name}Label) = "en") }`;
  return `${head}
SELECT DISTINCT ?speaker ?speakerLabel ?stanceLabel ?modeLabel ?subject ?subjectLabel ?relationLabel ?object ?objectLabel ?reportedBy ?quote ?sourceLabel ?claim
WHERE {
  VALUES (?s ?p ?o) { ${triples.map(({ s, p, o }) => `(${term(s)} ${term(p)} ${term(o)})`).join(' ')} }
  { ?said rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }
  UNION { ?inference ae:rule ?rule ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasDerivedFrom ?said }
  ?said rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object .
  {
    ?claim ae:proposition ?said ; ae:speaker ?speaker ; ae:stance ?stance ; ae:mode ?mode ; ae:source ?source .
    ${label('speaker')} ${label('stance')} ${label('mode')} ${label('source')}
    OPTIONAL { ?claim ae:evidence/oa:hasSelector/oa:exact ?quote }
    OPTIONAL { ?claim ae:within/ae:speaker/rdfs:label ?reportedBy FILTER (LANG(?reportedBy) = "en") }
  } UNION {
    ?said a ae:ReferenceStatement ; ae:citation/dcterms:bibliographicCitation ?sourceLabel .
    BIND ("The editors, from the work they cite" AS ?speakerLabel)
  }
  ${label('subject')} ${label('relation')}
  OPTIONAL { ?object rdfs:label ?name FILTER (LANG(?name) = "en") }
  BIND (COALESCE(STR(?name), STR(?object)) AS ?objectLabel)
}
ORDER BY ?subjectLabel ?relationLabel ?objectLabel ?speakerLabel ?stanceLabel ?claim ?quote
LIMIT 500`;
}
