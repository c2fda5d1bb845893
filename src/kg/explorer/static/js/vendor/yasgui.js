/** The door to YASGUI: the SPARQL editor. @module */

import { loadScript, made, vendored } from './load.js';

/** @returns {Promise<any>} the class `Yasgui`, with `Yasqe` and `Yasr` */
export async function loadYasgui() {
  const address = vendored('zazuko-yasgui-4.6.2.min.css');
  if (!document.querySelector(`link[href="${address}"]`)) {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = address;
    document.head.append(style);
  }
  await loadScript('zazuko-yasgui-4.6.2.min.js');
  return made('Yasgui');
}
