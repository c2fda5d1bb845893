/**
 * Claims by who makes them and how they are meant: the list can be narrowed to a speaker and a kind.
 * @module
 */

import { fill, h, number, plural, say } from '../../dom.js';
import { paired, pairs } from '../../state.js';
import { meant } from '../../words.js';
import { claimItem, listed, pick } from './parts.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../context.js').Claim} Claim */

/** So many speakers can be chosen at once; the others when they are asked for. */
const SPEAKERS = 8;
/** Claims that are listed at once. */
const FIRST = 12;

/**
 * Claims by a value of each, the value with the most claims first; in the order of the text where equal.
 * @param {Claim[]} claims @param {(claim: Claim) => string} value @returns {[string, Claim[]][]}
 */
export function by(claims, value) {
  /** @type {Map<string, Claim[]>} */ const found = new Map();
  for (const claim of claims) {
    const key = value(claim);
    const same = found.get(key);
    if (same) same.push(claim);
    else found.set(key, [claim]);
  }
  return [...found].sort(([, a], [, b]) => b.length - a.length);
}

/** Who makes a claim, as one line: "Montazeri, as Human Rights Watch reports". @param {string[]} names the innermost first */
export const chain = ([name, ...reporters]) => (reporters.length ? `${name}, in the words of ${reporters.join(', as told by ')}` : name);

/**
 * @param {Context} context @param {Claim[]} claims
 * @param {(claim: Claim) => string} [about] what a claim is about, where the list is to be ordered by it; else it is by speaker
 * @returns {Node[]}
 */
export function said(context, claims, about) {
  const { model } = context;
  const speakers = by(claims, (claim) => chain(model.speakers(claim)));
  const kinds = by(claims, ({ kind }) => kind);
  const ordered = (about ? by(claims, about) : speakers).flatMap(([, made]) => made);
  const list = h('div', {});
  const { store } = context;
  const wanted = pairs(store.state.told);
  let speaker = speakers.some(([name]) => name === wanted.speaker) ? wanted.speaker : '';
  let kind = kinds.some(([name]) => name === wanted.kind) ? wanted.kind : '';
  /** @type {HTMLButtonElement[]} */ const buttons = [];
  const show = () => {
    const found = ordered.filter((claim) => (!speaker || chain(model.speakers(claim)) === speaker) && (!kind || claim.kind === kind));
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.choice === speaker || button.dataset.choice === `kind ${kind}`));
    fill(list, found.length < claims.length ? h('p', { class: 'quiet', role: 'status' }, `${plural(found.length, 'claim')} of ${number(claims.length)}`) : null,
      found.length ? listed(about ? headed(context, found, about) : found.map((claim) => claimItem(context, claim)), about ? 40 : FIRST, 'claims') : h('p', { class: 'quiet' }, 'No claim is both.'));
  };
  /** @param {string} choice @param {string} words @param {number} n @param {string} look @param {() => void} does */
  const button = (choice, words, n, look, does) => {
    const made = h('button', { type: 'button', class: `narrow ${look}`, 'data-choice': choice, onclick: () => { does(); show(); store.set({ told: paired({ speaker, kind }) }, { quiet: true }); } }, say(words), ' ', h('small', {}, number(n)));
    buttons.push(made);
    return made;
  };
  // A speaker's whole name tells who it is: "(author of the CDN article)".
  const whole = (/** @type {string} */ name, /** @type {Claim} */ claim) => (claim.voices.length === 2 ? model.node(claim.speaker)?.label ?? name : name);
  const one = (/** @type {[string, Claim[]]} */ [name, made]) => button(name, whole(name, made[0]), made.length, '', () => { speaker = speaker === name ? '' : name; });
  const far = speakers.findIndex(([name]) => name === speaker) >= SPEAKERS;
  const rest = far ? [] : speakers.slice(SPEAKERS);
  const more = h('button', { type: 'button', class: 'linklike', onclick: () => { more.replaceWith(...rest.map(one)); show(); } }, `and ${plural(rest.length, 'other')}`);
  const choices = h('div', { class: 'narrowing', role: 'group', 'aria-label': 'Who says it' }, h('span', { class: 'quiet' }, 'Who says it'), ...speakers.slice(0, far ? undefined : SPEAKERS).map(one), rest.length ? more : null);
  const modes = h('div', { class: 'narrowing', role: 'group', 'aria-label': 'How it is meant' }, h('span', { class: 'quiet' }, 'Meant as'),
    ...kinds.map(([name, made]) => button(`kind ${name}`, meant(name), made.length, `chip kind-${name}`, () => { kind = kind === name ? '' : name; })));
  show();
  return [speakers.length > 1 ? choices : null, kinds.length > 1 ? modes : null, list].filter((part) => part !== null);
}

/** Claims under headings that say what they are about. @param {Context} context @param {Claim[]} claims @param {(claim: Claim) => string} about */
function headed(context, claims, about) {
  let last = '';
  return claims.flatMap((claim) => {
    const { data } = context.model;
    const subject = data.nodes[data.props[claim.props[0]]?.s];
    const heading = about(claim) === last ? [] : [h('li', { class: 'about-what' }, subject ? pick(context, subject.id, about(claim)) : say(about(claim)))];
    last = about(claim);
    return [...heading, claimItem(context, claim)];
  });
}
