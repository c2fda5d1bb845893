/**
 * What the server is asked. Every answer is kept while the page is open: all of them are of one
 * version of the data, and one of another version is refused, so that a page never mixes two.
 * @module
 */

/**
 * An answer that is no answer: `message` says why in words, `status` is HTTP's (0: no connection),
 * `line` where in a query it is wrong (0: not said).
 */
export class ApiError extends Error {
  /** @param {number} status @param {string} message @param {string} [cure] @param {number} [line] */
  constructor(status, message, cure = '', line = 0) {
    super(message);
    this.status = status;
    this.cure = cure;
    this.line = line;
  }
}

export class Api {
  /** @param {typeof fetch} [ask] */
  constructor(ask = (...given) => fetch(...given)) {
    this.ask = ask;
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
    /** The version of the data that this page shows; that of the first answer. */
    this.version = '';
    /** Called once, when the server answers from another version. */
    this.newer = () => {};
  }

  /**
   * A question of `/api/v1/` (docs/explorer-api.md).
   * @param {string} question
   * @param {Record<string, string | number | undefined>} [given] parameters; empty ones are left out
   * @returns {Promise<any>}
   */
  get(question, given = {}) {
    return this.json(`/api/v1/${question}${query(given)}`);
  }

  /**
   * JSON at an address of this server.
   * @param {string} address @returns {Promise<any>}
   */
  json(address) {
    const kept = this.kept.get(address);
    if (kept) return kept;
    const asked = this.fetch(address, { headers: { accept: 'application/json' } }).then((answer) => answer.json());
    this.kept.set(address, asked);
    asked.catch(() => this.kept.delete(address));
    if (this.kept.size > 200) this.kept.delete(/** @type {string} */ (this.kept.keys().next().value));
    return asked;
  }

  /**
   * An answer of any kind; raises what the server says is wrong.
   * @param {string} address @param {RequestInit} [options] @returns {Promise<Response>}
   */
  async fetch(address, options = {}) {
    let answer;
    try {
      answer = await this.ask(address, options);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ApiError(0, 'The server cannot be reached.', 'Is it still running? Try again.');
    }
    this.check(answer);
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => ({}));
    throw new ApiError(answer.status, problem.detail || problem.title || `Status ${answer.status}.`, problem.cure || '', problem.position?.line);
  }

  /**
   * Refuse an answer of another version than this page's.
   * @param {Response} answer
   */
  check(answer) {
    const version = answer.headers.get('data-version');
    if (!version || version === this.version) return;
    if (!this.version) {
      this.version = version;
      return;
    }
    const { newer } = this;
    this.newer = () => {};
    newer();
    throw new ApiError(409, 'The data has been published anew since this page was opened.', 'Load the page again; what you chose stays.');
  }

  /**
   * Names and quotes that hold some words, best first.
   * @param {string} words @param {number} limit @param {AbortSignal} [signal] @returns {Promise<any[]>}
   */
  async search(words, limit, signal) {
    const address = `/search${query({ q: words, limit, format: '' })}`;
    const answer = await this.fetch(address, { headers: { accept: 'application/json' }, signal });
    const { hits, near } = await answer.json();
    return hits.map((/** @type {any} */ hit) => ({ ...hit, near }));
  }

  /** The page of a resource as data. @param {string} id prefixed name @param {string} [lens] @returns {Promise<any>} */
  page(id, lens = '') {
    return this.json(`${pageAddress(id)}.json${query({ lens })}`);
  }
}

/** The address of the page of a resource. @param {string} id prefixed name such as `actor:mek` */
export function pageAddress(id) {
  const at = id.indexOf(':');
  return `/page/${id.slice(0, at)}/${id.slice(at + 1)}`;
}

/** @param {Record<string, string | number | undefined>} given */
export function query(given) {
  const pairs = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
  const words = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return words ? `?${words}` : '';
}
