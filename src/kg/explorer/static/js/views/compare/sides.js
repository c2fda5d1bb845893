/**
 * What a side of the comparison is meant to be: an address may hold a bare key or a name.
 * @module
 */

import { shortened } from '../../shell/search.js';
import { labelsOf } from '../ask/lookup.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {{ id: string, label: string }} Side */

/** Ids that a side may have when somebody writes this. @param {string} name */
export const idsFor = (name) => (/^(?:actor|source):/.test(name) ? [name] : name.includes(':') ? [] : [`actor:${name}`, `source:${name}`]);

/**
 * The speaker or source of that id, key or name; null when there is none.
 * @param {Context} context @param {string} name @returns {Promise<Side | null>}
 */
export async function sideOf({ api, model }, name) {
  const ids = idsFor(name);
  const near = ids.flatMap((id) => model.node(id) ?? model.data.sources.find((item) => item.id === id) ?? []);
  if (near.length) return near[0];
  try {
    const labels = await labelsOf(api, ids);
    const id = ids.find((item) => labels.has(item));
    if (id) return { id, label: labels.get(id) ?? id };
    const hits = await api.search(name, 10);
    const hit = hits.find(({ kind, text }) => (kind === 'actor' || kind === 'source') && text.toLowerCase() === name.trim().toLowerCase());
    return hit ? { id: shortened(hit.iri), label: hit.label } : null;
  } catch (error) {
    // Where the server cannot be asked, it is not known that there is none.
    return /** @type {import('../../api.js').ApiError} */ (error).status ? null : { id: name, label: name };
  }
}
