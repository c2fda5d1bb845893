/**
 * Loads the libraries: classic scripts that come with the page, each once and when it is needed.
 * @module
 */

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/** @param {string} name a file of `vendor/` @returns {string} */
export const vendored = (name) => new URL(`../../vendor/${name}`, import.meta.url).href;

/** @param {string} name a file of `vendor/` @returns {Promise<void>} */
export function loadScript(name) {
  let found = loading.get(name);
  if (!found) {
    found = new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = vendored(name);
      script.addEventListener('load', () => resolve());
      script.addEventListener('error', () => {
        loading.delete(name);
        script.remove();
        reject(new Error(`${name} cannot be loaded.`));
      });
      document.head.append(script);
    });
    loading.set(name, found);
  }
  return found;
}

/** A global that a library has made. @param {string} name @returns {any} */
export const made = (name) => /** @type {any} */ (globalThis)[name];
