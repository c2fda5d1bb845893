/**
 * What things are called, and the colours and signs that tell them apart.
 * @module
 */

/** The views, in their order, with the key that opens each. */
export const VIEWS = /** @type {const} */ ({
  network: 'Network', timeline: 'Timeline', map: 'Map', text: 'Text', table: 'Claims', ask: 'Ask', compare: 'Compare',
});

/** Kinds of entity: one, many, and the sign in the legend. */
export const KINDS = /** @type {const} */ ({
  actor: ['actor', 'actors'],
  event: ['event', 'events'],
  series: ['recurring event', 'recurring events'],
  prospect: ['prospect', 'prospects'],
  place: ['place', 'places'],
  date: ['date', 'dates'],
});

/** How a claim is meant: in a word, and as the choice of a mode. */
export const MEANT = /** @type {const} */ ({
  report: ['reported', 'Reports'],
  interpretation: ['interpreted', 'Interpretations'],
  prediction: ['predicted', 'Predictions'],
  demand: ['demanded', 'Demands'],
  hypothesis: ['supposed', 'Suppositions'],
  denial: ['denied', 'Denials'],
  doubt: ['said with doubt', 'Doubts'],
  open: ['left open', 'Left open'],
  aside: ['said', 'Asides'],
});

/** What is drawn when only one kind is asked for, and is not said to have happened. */
export const NOT_SAID_TO_BE = new Set(['prediction', 'demand', 'hypothesis', 'denial', 'doubt', 'open', 'aside']);

/** That something takes place, as a claim of a kind has it: what is not said to be so does not read as if it were. @param {string} kind @param {boolean} yes */
export function happens(kind, yes) {
  const word = { prediction: 'would', hypothesis: 'would', demand: 'should', doubt: 'may', open: 'may' }[kind];
  if (word) return `${word} ${yes ? '' : 'not '}take place`;
  return yes ? 'takes place' : 'does not take place';
}

/** Several words, any of which may hold: "predicted, supposed or demanded". @param {string[]} words */
export const either = (words) => (words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : words.join(''));

/** What is drawn broken, where only kinds that are not said to be so are shown. @param {string} drawn "lines" @param {string[]} kinds */
export const broken = (drawn, kinds) => `Broken ${drawn} are only ${kinds.map(meant).join(', ')}. ${kinds.includes('denial') ? 'Others may say that it is so.' : 'Nobody here says that it is so.'}`;

/** Of a claim that rests on no quote: the editors have added it from elsewhere, no source here cites it. */
export const CITED = 'Added by the editors from a citation, not quoted';

/** @param {string} kind */
export const meant = (kind) => MEANT[/** @type {keyof typeof MEANT} */ (kind)]?.[0] ?? kind;

/** How something is joined to a place, where it is not simply there: "headed for it". @param {string} relation */
export const placed = (relation) => ({ destination: 'headed for it', basedIn: 'based there', activeIn: 'active there' })[relation] ?? spaced(relation);

/** @param {string} kind @param {number} n */
export const kindOf = (kind, n = 1) => KINDS[/** @type {keyof typeof KINDS} */ (kind)]?.[n === 1 ? 0 : 1] ?? kind;

/** "camelCase" as words. @param {string} name */
export const spaced = (name) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();

/** A point as people write it, from well-known text: "35.694° N, 51.422° E"; '' if it is none. @param {string} wkt */
export function pointText(wkt) {
  const found = /^POINT ?\((-?[\d.]+) (-?[\d.]+)\)$/i.exec(wkt.trim());
  if (!found) return '';
  const [lon, lat] = [Number(found[1]), Number(found[2])];
  return `${Math.abs(lat).toFixed(3)}° ${lat < 0 ? 'S' : 'N'}, ${Math.abs(lon).toFixed(3)}° ${lon < 0 ? 'W' : 'E'}`;
}
