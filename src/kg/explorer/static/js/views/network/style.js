/**
 * Colours, sizes and types of marks and lines: what the picture says without words. Pure.
 * @module
 */

import { NOT_SAID_TO_BE } from '../../words.js';

/** @typedef {import('../../context.js').Node} Node */
/** @typedef {import('../../context.js').Line} Line */

/** Colours of communities: told apart also by those who see red and green alike (after Okabe and Ito). */
const COMMUNITIES = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#8a7a00', '#7b68c8', '#5f6b7a'];

/** Outlines of the marks on a square of 20, as the shader draws them. @type {Record<string, string>} */
export const OUTLINES = {
  actor: 'M10 2a8 8 0 1 1 0 16a8 8 0 1 1 0 -16z', event: 'M3 3h14v14H3z', series: 'M5.5 2.5h9L19 10l-4.5 7.5h-9L1 10z',
  prospect: 'M10 1l9 9l-9 9l-9 -9z', place: 'M2 4h16L10 18z', date: 'M2 5.5h16v9H2z',
};

/** @param {number | undefined} community */
export const communityColour = (community) => COMMUNITIES[Math.min(community ?? 99, COMMUNITIES.length - 1)];

/**
 * Half the height of a mark in pixels.
 * @param {Node} node @param {string} by '' for lines, 'betweenness'
 * @param {number} most largest betweenness in the picture
 */
export function sizeOf(node, by, most) {
  if (by === 'betweenness') return 4 + 14 * Math.sqrt((node.betweenness ?? 0) / (most || 1));
  const size = 4.5 + 1.9 * Math.sqrt(node.degree);
  return Math.min(node.kind === 'date' || node.kind === 'place' ? 9 : 17, size);
}

/**
 * The name of a line's colour in the stylesheet. What is not said to be so has one of its own.
 * @param {Line} line
 */
export function lineColour(line) {
  if (NOT_SAID_TO_BE.has(line.group)) return line.group === 'denial' ? 'disputed' : 'prediction';
  if (line.disputed) return 'disputed';
  return line.group === 'interpretations' ? 'interpretation' : 'line';
}

/**
 * The width of a line in pixels: the more speakers, the wider.
 * @param {Line} line @param {number} speakers of the claims that it stands on
 */
export const lineWidth = (line, speakers) => Math.max(line.disputed ? 2.4 : 0, 1.7 + 1.2 * Math.min(speakers - 1, 3));

/** True for lines that are drawn broken: nobody says that it is so, or somebody only reads it so. @param {Line} line */
export const isBroken = (line) => line.group !== 'edges';
