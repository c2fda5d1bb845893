/**
 * The catalogue as forms: a question in words with its parameters.
 * @module
 */

import { fill, h } from '../../dom.js';
import { chooseEntity } from '../../shell/choosing.js';
import { spaced } from '../../words.js';
import { heading } from './rows.js';

/** @typedef {import('../../records').ReadyQuery} Query */
/** @typedef {import('../../records').QueryParameter} Parameter */
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
 * The form of a question. A field for an entity shows its name and gives its key.
 * @param {Context} context @param {Query} query @param {Record<string, string>} values @param {(values: Record<string, string>) => void} run @param {() => void} edit
 */
export function questionForm(context, query, values, run, edit) {
  /** @type {Map<string, () => string>} */ const given = new Map();
  const fields = query.parameters.map((parameter) => {
    const id = `parameter-${parameter.name}`;
    const value = values[parameter.name] ?? parameter.default;
    const made = parameter.choices.length ? choiceField(parameter, id, value) : kindsOf(parameter.type).length ? entityField(context, parameter, id, value) : plainField(parameter, id, value);
    given.set(parameter.name, made.value);
    return h('div', { class: 'parameter' }, h('label', { for: id }, ...described(parameter.description || spaced(parameter.name)), parameter.required ? null : h('small', {}, ' (optional)')), h('div', { class: 'buttons' }, ...made.parts));
  });
  return h('form', {
    class: 'question', onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      run(Object.fromEntries([...given].map(([name, read]) => [name, read()])));
    },
  }, h('h2', { tabIndex: -1 }, query.summary), h('p', { class: 'quiet' }, ...described(query.description)), ...fields,
  h('p', { class: 'buttons' }, h('button', { type: 'submit' }, 'Ask'), h('button', { type: 'button', onclick: edit }, 'Write it in SPARQL')));
}

/** What a header says of columns, in backticks, with the headings that the table gives them. @param {string} text */
export const described = (text) => text.split('`').map((words, at) => (at % 2 ? h('em', { class: 'column-name' }, heading(words)) : words));

/** @typedef {{ parts: Node[], value: () => string }} Field */

/** One of few values; what an address gives beside them stays as it is. @param {Parameter} parameter @param {string} id @param {string} value @returns {Field} */
function choiceField({ choices, required }, id, value) {
  const known = choices.find((choice) => [choice.value, choice.value.replace(/^.*:/, ''), choice.label].includes(value));
  const options = [...(required ? [] : [{ value: '', label: 'any' }]), ...(value && !known ? [{ value, label: value }] : []), ...choices];
  const select = h('select', { id }, ...options.map((option) => h('option', { value: option.value, selected: option.value === (known?.value ?? value) }, option.label)));
  return { parts: [select], value: () => select.value };
}

/** @param {Parameter} parameter @param {string} id @param {string} value @returns {Field} */
function plainField({ type, required }, id, value) {
  const input = h('input', { type: type === 'integer' ? 'number' : 'text', id, value, placeholder: required ? '' : 'any' });
  return { parts: [input], value: () => input.value.trim() };
}

/** @param {Context} context @param {Parameter} parameter @param {string} id @param {string} value @returns {Field} */
function entityField(context, { type, required, default: usual, label }, id, value) {
  const { model, api } = context;
  const kinds = kindsOf(type);
  const input = h('input', { type: 'text', id, value, dir: 'auto', placeholder: required ? '' : 'any' });
  let [shown, meant] = [value, value];
  /** @param {string} key @param {string} name */
  const show = (key, name) => { [meant, shown] = [key, name]; input.value = name; };
  const names = value.includes(':') ? [value] : kinds.map((kind) => `${kind}:${value}`);
  const node = names.map((name) => model.node(name)).find(Boolean);
  if (value && value === usual && label) show(value, label);
  else if (node) show(value, node.label);
  else if (value.includes(':')) api.page(value).then((page) => { if (input.value === value && page.label) show(value, page.label); }, () => undefined);
  const choose = h('button', { type: 'button', onclick: () => chooseEntity(context, `Which ${kinds.join(' or ')}?`, show, kinds) }, 'Choose');
  return { parts: [input, choose], value: () => (input.value === shown ? meant : input.value.trim()) };
}
