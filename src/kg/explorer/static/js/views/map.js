/**
 * The map: what speakers say happened where, as exactly as they say it and no more.
 * @module
 */

import { fill, h, number, plural, refill, s, say } from '../dom.js';
import { NOT_SAID_TO_BE, kindOf, meant, placed } from '../words.js';
import { calm } from '../theme.js';
import { Boxes } from '../placing.js';
import { loadD3 } from '../vendor/d3.js';
import { loadWorld } from '../vendor/topojson.js';
import { countriesOf, countryNames, drawn } from './map/countries.js';
import { MapLegend, circles, looks } from './map/legend.js';
import { apartIn, cluster, inside, nameOf, placesOfNames, spotsOf, things } from './map/spots.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../context.js').View} View */
/** @typedef {import('./map/spots.js').Spot} Spot */
/** @typedef {import('./map/spots.js').Cluster} Cluster */

/** @param {HTMLElement} host @param {Context} context @returns {View} */
export function mount(host, context) {
  return new MapView(host, context);
}

class MapView {
  /** @param {HTMLElement} host @param {Context} context */
  constructor(host, context) {
    this.host = host;
    this.context = context;
    /** @param {string} label @param {string} sign @param {() => void} does */
    const tool = (label, sign, does) => h('button', { type: 'button', 'aria-label': label, title: label, onclick: does }, sign);
    this.sheet = h('div', { class: 'map-sheet', tabIndex: 0, role: 'group', 'aria-label': 'Map; plus and minus zoom, arrow keys move it, Tab goes through the places' });
    this.nothing = h('div', { class: 'map-nothing box', hidden: true });
    this.list = h('aside', { class: 'map-list', 'aria-label': 'Places' });
    this.legend = new MapLegend(innerWidth > 768 && host.clientHeight > 500); // where it leaves room for the marks
    fill(host, h('div', { class: 'map' }, h('div', { class: 'map-picture' }, this.sheet, this.nothing, this.legend.banner, this.legend.element,
      h('div', { class: 'map-tools' }, tool('Nearer', '+', () => this.scaleBy(1.6)), tool('Farther', '−', () => this.scaleBy(0.625)), tool('Fit the places', '⤢', () => this.fit()))), this.list));
    /** @type {typeof import('d3') | null} */ this.d3 = null;
    /** @type {Spot[]} */ this.spots = [];
    this.open = '';
    this.listed = '';
    this.kept = '';
    /** @type {ReturnType<typeof setTimeout> | undefined} */ this.later = undefined;
    this.sheet.addEventListener('keydown', (event) => this.key(event));
    void Promise.all([loadD3(), loadWorld()]).then(([d3, { topojson, world }]) => {
      this.d3 = d3;
      this.countries = /** @type {any} */ (topojson.feature(world, world.objects.countries));
      this.prepare();
      if (!this.lookAt(context.store.state.at)) this.fit();
      this.draw();
      host.dataset.ready = 'true';
    });
  }

  /** @param {Set<string>} changes */
  update(changes) {
    if (!this.svg) return; // it will draw what is there then, and look where the address says
    if (changes.has('at') && this.context.store.state.at !== this.kept) {
      if (!this.lookAt(this.context.store.state.at)) this.fit();
    }
    if (changes.has('visible') || changes.has('model')) {
      this.gather();
      this.draw();
      if (changes.has('model') && !this.moved) this.fit();
    } else if (changes.has('sel') || changes.has('hover')) {
      this.mark();
      if (changes.has('sel')) this.drawList();
    }
  }

  gather() {
    const { model, visible, store, actions } = this.context;
    const found = spotsOf(model, visible.nodes);
    this.spots = found.spots;
    this.nowhere = found.nowhere;
    this.legend.update(model, this.spots, store.state.mode);
    const [entities, places] = [new Set([...found.spots, ...found.nowhere].flatMap((spot) => spot.things.map(({ node }) => node))).size, found.spots.length + found.nowhere.length];
    const all = new Set(model.data.nodes.flatMap(({ where }) => where.map(({ place }) => place))).size;
    actions.showing(`Showing ${plural(entities, 'entity', 'entities')} of ${number(model.data.counts.nodes.total)}, at ${number(places)} of ${plural(all, 'place')}${found.nowhere.length ? `, ${number(found.nowhere.length)} only in the list` : ''}`);
  }

  /** The projection, the zoom, the outlines: once, and when the size changes. */
  prepare() {
    const { d3 } = this;
    if (!d3) return;
    this.gather();
    this.width = Math.max(200, this.sheet.clientWidth);
    this.height = Math.max(200, this.sheet.clientHeight);
    this.projection = d3.geoNaturalEarth1().fitSize([this.width, this.height], { type: 'Sphere' });
    const path = d3.geoPath(this.projection);
    this.svg = /** @type {SVGSVGElement} */ (s('svg', { width: this.width, height: this.height, class: 'world' }));
    this.land = s('g', { class: 'land', 'aria-hidden': 'true' }, s('path', { d: path({ type: 'Sphere' }), class: 'sea' }),
      ...this.countries.features.map((/** @type {any} */ country) => s('path', { d: path(country), 'data-name': country.properties?.name ?? '' }, s('title', {}, country.properties?.name ?? ''))));
    this.known = countriesOf(this.countries.features, path);
    this.outlined = s('g', { class: 'countries', 'aria-hidden': 'true' });
    this.marks = s('g', { class: 'spots' });
    this.names = s('g', { class: 'names', 'aria-hidden': 'true' });
    this.svg.append(this.land, this.outlined, this.marks, this.names);
    fill(this.sheet, this.svg);
    this.zoom = d3.zoom().scaleExtent([1, 60]).translateExtent([[0, 0], [this.width, this.height]]).on('zoom', ({ transform, sourceEvent }) => {
      if (sourceEvent) this.moved = true;
      if (sourceEvent || this.moved) this.remember(transform);
      this.transform = transform;
      this.land?.setAttribute('transform', transform.toString());
      this.draw();
    });
    this.transform = d3.zoomIdentity;
    d3.select(/** @type {any} */ (this.svg)).call(/** @type {any} */ (this.zoom)).on('dblclick.zoom', null);
  }

  /** Keep in the address what the map looks at. @param {import('d3').ZoomTransform} transform */
  remember(transform) {
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      const centre = this.projection?.invert?.(transform.invert([(this.width ?? 0) / 2, (this.height ?? 0) / 2]));
      if (!centre || !this.host.isConnected) return;
      this.kept = [...centre.map((degrees) => degrees.toFixed(2)), transform.k.toFixed(2)].join('_');
      this.context.store.set({ at: this.kept }, { quiet: true });
    }, 200);
  }

  /** Look at what an address says; false when it says nothing that can be looked at. @param {string} at */
  lookAt(at) {
    const { d3, projection, zoom, svg, width = 0, height = 0 } = this;
    const [lon, lat, k] = at.split('_').map(Number);
    const point = at && [lon, lat, k].every(Number.isFinite) && Math.abs(lat) <= 90 && k >= 1 && k <= 60 ? projection?.([lon, lat]) : null;
    if (!point || !d3 || !zoom || !svg) return false;
    this.kept = at;
    this.moved = true;
    d3.select(/** @type {any} */ (svg)).call(/** @type {any} */ (zoom.transform), d3.zoomIdentity.translate(width / 2, height / 2).scale(k).translate(-point[0], -point[1]));
    return true;
  }

  resize() {
    if (!this.d3 || (this.sheet.clientWidth === this.width && this.sheet.clientHeight === this.height)) return;
    this.prepare();
    if (!this.moved || !this.lookAt(this.context.store.state.at)) this.fit();
  }

  /** Where a place is on the sheet. @param {Spot} spot @returns {[number, number] | null} */
  at(spot) {
    const { lon, lat } = this.context.model.data.places[spot.place];
    if (lon === null || lat === null || !this.projection) return null;
    const point = this.projection([lon, lat]);
    return point ? this.transform.apply(point) : null;
  }

  draw() {
    if (!this.marks || !this.d3) return;
    const radius = (/** @type {number} */ n) => 6 + 3.2 * Math.sqrt(n);
    const clusters = cluster(this.spots, (spot) => this.at(spot), radius);
    const active = /** @type {SVGElement | null} */ (document.activeElement);
    const focused = active && this.marks.contains(active) ? active.dataset.places : '';
    this.marks.replaceChildren(...clusters.sort((a, b) => b.r - a.r).map((item) => this.spot(item)));
    // Names lie over all marks, so that none of them is covered.
    const [frame, taken] = [{ width: this.width ?? 0, height: this.height ?? 0 }, new Boxes()];
    this.names?.replaceChildren(...[...placesOfNames(clusters, frame, taken)].map(([item, { dx, dy, align }]) => s('text', {
      x: item.x + dx, y: item.y + dy + 11, class: 'place-name', 'text-anchor': { center: 'middle', left: 'start', right: 'end' }[align],
    }, nameOf(item))));
    this.outlined?.replaceChildren(...drawn(countryNames(this.known ?? [], this.transform, frame, taken, new Set(clusters.map(({ spots: [first] }) => first.label)))));
    if (focused) /** @type {SVGElement | null} */ (this.marks.querySelector(`[data-places="${CSS.escape(focused)}"]`))?.focus();
    this.mark();
    this.drawList();
  }

  /** @param {Cluster} item */
  spot(item) {
    const { spots, x, y, r } = item;
    const [first] = spots;
    const area = first.precision === 'area';
    const count = things(item);
    const names = spots.map((spot) => spot.label).join(', ');
    const apart = apartIn(item);
    const not = apart ? `, ${apart === count ? '' : `${number(apart)} of them `}not said to have happened` : '';
    const says = `${names}: ${plural(count, 'entity', 'entities')}${not}${area ? '; somewhere in it, no exact place is said' : ''}`;
    const made = s('g', { class: looks(area, apart, count), transform: `translate(${x} ${y})`, tabindex: 0, role: 'button', 'aria-label': says, 'data-places': spots.map((spot) => spot.id).join(' ') },
      s('title', {}, says), ...circles({ r, area, apart, all: count }),
      s('text', { class: 'count', y: 4 }, count));
    const open = () => {
      if (spots.length > 1 && this.transform.k < 40) this.zoomTo(spots);
      else this.context.actions.select(first.id);
      this.open = first.id;
      this.drawList();
    };
    made.addEventListener('click', open);
    made.addEventListener('keydown', (event) => {
      const { key } = /** @type {KeyboardEvent} */ (event);
      if (key !== 'Enter' && key !== ' ') return;
      event.preventDefault();
      open();
    });
    made.addEventListener('focus', () => this.see(item));
    made.addEventListener('pointerenter', () => this.context.actions.hover(first.id));
    made.addEventListener('pointerleave', () => this.context.actions.hover(''));
    return made;
  }

  /** Bring what has the focus into sight. @param {Cluster} item */
  see({ x, y }) {
    const { d3, zoom, svg, transform, width = 0, height = 0 } = this;
    if (!d3 || !zoom || !svg || (x > 0 && y > 0 && x < width && y < height)) return;
    const [across, down] = transform.invert([x, y]);
    d3.select(/** @type {any} */ (svg)).call(/** @type {any} */ (zoom.translateTo), across, down);
  }

  /** The same as text: each place with what somebody puts there. */
  drawList() {
    const { model, store } = this.context;
    const { sel } = store.state;
    const wanted = [...this.spots, ...(this.nowhere ?? [])];
    this.nothing.hidden = wanted.length > 0;
    if (!this.nothing.hidden) fill(this.nothing, h('h2', {}, 'No places here'), h('p', {}, 'Under this lens and these filters nobody says where anything happened.'),
      h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: () => store.set({ lens: '', mode: [], off: [], hide: [], from: '', to: '', around: '' }) }, 'Show everything')));
    const key = JSON.stringify([sel, this.open, wanted.map((spot) => [spot.id, spot.things.length])]);
    if (key === this.listed) return;
    this.listed = key;
    refill(this.list, h('h2', {}, plural(wanted.length, 'place')), wanted.length ? null : h('p', { class: 'quiet' }, 'Nothing under this lens and these filters has a place.'),
      ...wanted.map((spot) => {
        const place = model.data.places[spot.place];
        const within = inside(model, wanted, spot);
        const holds = [spot, ...within].some((found) => found.things.some(({ node }) => model.data.nodes[node].id === sel));
        return h('details', { open: spot.id === sel || spot.id === this.open || holds, class: spot.id === sel ? 'selected' : '' },
          h('summary', {}, say(place.label), ' ', h('small', {}, `${place.precision}, ${spot.things.length}${place.lon === null ? ', not on the map' : place.at ? `, drawn at ${place.at}` : ''}`)),
          h('ul', {}, ...spot.things.map((thing) => this.thing(thing, '')),
            ...within.slice(0, 40).flatMap((found) => found.things.map((thing) => this.thing(thing, found.label)))));
      }));
  }

  /**
   * Something that somebody puts at a place.
   * @param {Spot['things'][number]} thing @param {string} at the place within the place, if it is one
   */
  thing({ node, claims, group, relation, apart }, at) {
    const { model, actions, store } = this.context;
    const found = model.data.nodes[node];
    const [claim] = claims;
    const date = found.when.length ? model.data.dates[found.when[0].date].label : '';
    return h('li', { 'data-id': found.id, class: [found.id === store.state.sel ? 'selected' : '', apart ? 'apart' : ''].join(' ') }, h('button', {
      type: 'button', class: 'linklike', onclick: () => actions.select(found.id), onpointerenter: () => actions.hover(found.id), onpointerleave: () => actions.hover(''),
    }, say(found.label)), h('small', {}, ` ${kindOf(found.kind)}${date ? `, ${date}` : ''}${at ? `, at ${at}` : ''}${relation === 'place' ? '' : `, ${placed(relation)}`}${NOT_SAID_TO_BE.has(group) ? `, only ${meant(group)}` : group === 'interpretations' ? ', an interpretation' : ''}`),
    claim === undefined ? null : h('small', { class: 'block' }, say(model.attribution(model.data.claims[claim])), claims.length > 1 ? ` and ${plural(claims.length - 1, 'more claim')}` : ''));
  }

  mark() {
    const { hover, store, model } = this.context;
    const { sel } = store.state;
    const places = (/** @type {string} */ id) => {
      const node = model.node(id);
      return new Set([id, ...(node ? node.where.map(({ place }) => model.data.places[place].id) : [])]);
    };
    const [over, chosen] = [places(hover), places(sel)];
    for (const element of /** @type {NodeListOf<SVGElement>} */ (this.sheet.querySelectorAll('.spot'))) {
      const ids = (element.dataset.places ?? '').split(' ');
      element.classList.toggle('hover', Boolean(hover) && ids.some((id) => over.has(id)));
      element.classList.toggle('selected', Boolean(sel) && ids.some((id) => chosen.has(id)));
    }
  }

  /** @param {number} factor */
  scaleBy(factor) {
    const { d3, zoom, svg } = this;
    if (d3 && zoom && svg) d3.select(/** @type {any} */ (svg)).transition().duration(calm() ? 0 : 250).call(/** @type {any} */ (zoom.scaleBy), factor);
    this.moved = true;
  }

  fit() {
    const points = this.spots.filter((spot) => spot.precision === 'point');
    this.zoomTo(points.length > 2 ? points : this.spots);
    this.moved = false;
    clearTimeout(this.later);
    this.kept = '';
    if (this.context.store.state.at) this.context.store.set({ at: '' }, { quiet: true });
  }

  /** Show these places. @param {Spot[]} spots */
  zoomTo(spots) {
    const { d3, projection, zoom, svg, width = 0, height = 0 } = this;
    if (!d3 || !projection || !zoom || !svg) return;
    const points = spots.flatMap((spot) => {
      const { lon, lat } = this.context.model.data.places[spot.place];
      const point = lon === null || lat === null ? null : projection([lon, lat]);
      return point ? [point] : [];
    });
    if (!points.length) return;
    const [x0, x1] = /** @type {[number, number]} */ (d3.extent(points, (point) => point[0]));
    const [y0, y1] = /** @type {[number, number]} */ (d3.extent(points, (point) => point[1]));
    // A country or a continent alone is seen with what is around it.
    const most = spots.some((spot) => spot.precision === 'point') ? 48 : 5;
    const k = Math.max(1, Math.min(most, 0.75 / Math.max((x1 - x0) / width, (y1 - y0) / height, 0.012)));
    const transform = d3.zoomIdentity.translate(width / 2, height / 2).scale(k).translate(-(x0 + x1) / 2, -(y0 + y1) / 2);
    d3.select(/** @type {any} */ (svg)).transition().duration(calm() || !this.moved ? 0 : 350).call(/** @type {any} */ (zoom.transform), transform);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { d3, zoom, svg } = this;
    if (!d3 || !zoom || !svg || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (move) d3.select(/** @type {any} */ (svg)).call(/** @type {any} */ (zoom.translateBy), move[0] / this.transform.k, move[1] / this.transform.k);
    else if (event.key === '+' || event.key === '=') this.scaleBy(1.6);
    else if (event.key === '-') this.scaleBy(0.625);
    else if (event.key === '0') this.fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {'png' | 'svg'} kind */
  picture(kind) {
    const { svg } = this;
    if (!svg) throw new Error('There is no picture.');
    return import('../picture.js').then((module) => (kind === 'svg' ? module.svgBlob(svg) : module.pngBlob(svg)));
  }

  destroy() {
    clearTimeout(this.later);
    this.context.actions.showing('');
    delete this.host.dataset.ready;
    fill(this.host);
  }
}
