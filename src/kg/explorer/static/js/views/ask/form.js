/**
 * The catalogue as forms: a question in words with its parameters.
 * @module
 */

import { fill, h } from '../../dom.js';
import { chooseEntity } from '../../shell/choosing.js';
import { spaced } from '../../words.js';

/** @typedef {import('../../records').ReadyQuery} Query */
/** @typedef {import('../../context.js').Context} Context */

/** Kinds of entity that a type of parameter takes. @param {string} type */
export function kindsOf(type) {
  const kinds = type.split('|');
  if (type === 'entity') return ['actor', 'event', 'series', 'place', 'prospect'];
  return kinds.every((kind) => ['actor', 'event', 'series', 'place', 'prospect', 'source'].includes(kind)) ? kinds : [];
}

/**
 * The list of questions by topic, which can be filtered.
 * @param {Query[]} queries @param {string} current @param {(query: Query) => void} choose
 */
export function questionList(queries, current, choose) {
  const list = h('div', { class: 'topics' });
  const filter = h('input', { type: 'search', id: 'question-filter', placeholder: 'Find a question', oninput: () => show() });
  const show = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = queries.filter((query) => words.every((word) => `${query.summary} ${query.description} ${query.name}`.toLowerCase().includes(word)));
    const topics = [...new Set(found.map(({ topic }) => topic))];
    fill(list, ...topics.map((topic) => h('details', { open: words.length > 0 || current.startsWith(`${topic}/`) }, h('summary', {}, spaced(topic)), h('ul', {}, ...found.filter((query) => query.topic === topic).map((query) => h('li', {},
      h('button', { type: 'button', class: 'choice', 'aria-pressed': String(query.name === current), onclick: () => choose(query) }, query.summary)))))),
    topics.length ? null : h('p', { class: 'quiet' }, 'No question holds these words.'));
  };
  show();
  return h('div', { class: 'questions' }, h('label', { class: 'unseen', for: 'question-filter' }, 'Find a question'), filter, list);
}

/**
 * The form of a question.
 * @param {Context} context @param {Query} query @param {Record<string, string>} values @param {(values: Record<string, string>) => void} run @param {() => void} edit
 */
export function questionForm(context, query, values, run, edit) {
  /** @type {Map<string, HTMLInputElement>} */ const inputs = new Map();
  const fields = query.parameters.map((parameter) => {
    const id = `parameter-${parameter.name}`;
    const input = h('input', { type: parameter.type === 'integer' ? 'number' : 'text', id, value: values[parameter.name] ?? parameter.default, placeholder: parameter.required ? '' : 'any', 'aria-describedby': `${id}-says` });
    inputs.set(parameter.name, input);
    const kinds = kindsOf(parameter.type);
    return h('div', { class: 'parameter' }, h('label', { for: id }, spaced(parameter.name), parameter.required ? null : h('small', {}, ' (optional)')), h('div', { class: 'buttons' }, input,
      kinds.length ? h('button', { type: 'button', onclick: () => chooseEntity(context, `Which ${kinds.join(' or ')}?`, (found) => { input.value = found; }, kinds) }, 'Choose') : null),
    h('small', { id: `${id}-says` }, parameter.description));
  });
  return h('form', {
    class: 'question', onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      run(Object.fromEntries([...inputs].map(([name, input]) => [name, input.value.trim()])));
    },
  }, h('h2', { tabIndex: -1 }, query.summary), h('p', { class: 'quiet' }, query.description), ...fields,
  h('p', { class: 'buttons' }, h('button', { type: 'submit' }, 'Ask'), h('button', { type: 'button', onclick: edit }, 'Write it in SPARQL')));
}
