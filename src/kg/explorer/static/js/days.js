/**
 * Days as they are typed: a year, a month or a day, in the order that sorts. Pure.
 * @module
 */

const FORM = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/;

/**
 * The first or the last day of what is typed: "2019", "2019-11" or "2019-11-15". '' for nothing, null
 * for what is no date.
 * @param {string} text @param {boolean} last
 * @returns {string | null}
 */
export function dayOf(text, last) {
  const words = text.trim();
  if (!words) return '';
  const found = FORM.exec(words);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map((part) => (part === undefined ? 0 : Number(part)));
  if (!year || (found[2] !== undefined && (month < 1 || month > 12))) return null;
  const lastOf = (/** @type {number} */ n) => new Date(Date.UTC(year, n, 0)).getUTCDate();
  const [m, d] = [month || (last ? 12 : 1), day || (last ? lastOf(month || 12) : 1)];
  if (found[3] !== undefined && (day < 1 || day > lastOf(m))) return null;
  return `${found[1]}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}
