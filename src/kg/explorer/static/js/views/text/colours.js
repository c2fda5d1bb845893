/**
 * Which colour a passage has: by how its claim is meant, or by who speaks. Pure.
 * @module
 */

import { MEANT } from '../../words.js';

/** Speakers that have a colour of their own; all others share one. */
const SPEAKERS = 8;

/**
 * @param {import('../../model.js').Model} model @param {import('../../model.js').Visible} visible
 * @param {string} by 'speaker', or how it is meant @param {string} source id
 * @returns {{ legend: { label: string, colour: string, count: number }[], of: (claim: string) => string }}
 */
export function colours(model, visible, by, source) {
  const at = model.data.sources.findIndex((item) => item.id === source);
  const claims = [...visible.claims].map((place) => model.data.claims[place]).filter((claim) => claim.source === at && claim.quotes.length && !claim.reporting);
  /** @type {Map<string, number>} */ const counts = new Map();
  const keyOf = (/** @type {import('../../context.js').Claim} */ claim) => (by === 'speaker' ? claim.speaker : claim.kind);
  for (const claim of claims) counts.set(keyOf(claim), (counts.get(keyOf(claim)) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  /** @type {Map<string, string>} */ const tones = new Map(ranked.map(([key], place) => [key, by === 'speaker' ? `tone-${place < SPEAKERS ? place : 'rest'}` : `tone-${key}`]));
  const label = (/** @type {string} */ key) => (by === 'speaker' ? model.node(key)?.short ?? key : MEANT[/** @type {keyof typeof MEANT} */ (key)]?.[0] ?? key);
  const shown = by === 'speaker' ? ranked.slice(0, SPEAKERS) : ranked;
  const rest = ranked.slice(shown.length).reduce((sum, [, count]) => sum + count, 0);
  const legend = shown.map(([key, count]) => ({ label: label(key), colour: tones.get(key) ?? '', count }));
  if (rest) legend.push({ label: 'other speakers', colour: 'tone-rest', count: rest });
  return {
    legend,
    of: (id) => {
      const claim = model.claim(id);
      return (claim && tones.get(keyOf(claim))) || 'tone-rest';
    },
  };
}
