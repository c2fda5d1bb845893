// Generated from src/kg/explorer by `python tools/explorer_types.py`.

/** So many of so many. */
export interface Count {
  shown: number;
  total: number;
}

/** A date that claims give an entity: ``date`` is its place in ``dates``; ``group`` as that of a line. */
export interface When {
  date: number;
  relation: string;
  group: string;
  claims: number[];
}

/** A place that claims give an entity: ``place`` is its place in ``places``. */
export interface Where {
  place: number;
  relation: string;
  group: string;
  claims: number[];
}

/** An entity. ``lines`` is its label, broken for a picture; ``degree`` the number of lines at it under the lens, also those that are not shown, and ``near`` that of its neighbours. ``when`` and ``where`` hold every date and place that claims give it under the lens. ``disputed`` tells that speakers contradict each other about it. ``depth`` is its distance from the centre of an ego view. */
export interface Node {
  id: string;
  kind: string;
  type: string;
  label: string;
  short: string;
  lines: string[];
  names: ([string, string])[];
  x: number;
  y: number;
  size: number;
  degree: number;
  near: number;
  claims: number;
  disputed: boolean;
  when: When[];
  where: Where[];
  depth?: number;
  betweenness?: number;
  community?: number;
}

/** A line from node ``s`` to node ``o``; it stands on ``claims``. ``group`` is ``edges`` (affirmed as a report), ``interpretations``, or, where those were asked for, the kind of claim that it is: ``prediction``, ``demand``, ``hypothesis``, ``denial``, ``doubt``, ``open``. */
export interface Line {
  id: string;
  s: number;
  o: number;
  relation: string;
  label: string;
  group: string;
  claims: number[];
  disputed: boolean;
}

/** What claims are about; says nothing by itself. ``against`` are propositions that cannot hold with it, ``quantity`` its place in ``quantities`` or -1. */
export interface Proposition {
  id: string;
  s: number;
  o: number;
  subject: string;
  relation: string;
  label: string;
  object: string;
  disputed: boolean;
  against: number[];
  quantity: number;
}

/** A claim. ``voices`` is who says so, outermost first, as texts with the speaker's node, or -1; ``kind`` says how it is meant; ``quotes`` are start, end, words and number of the sentence. */
export interface Claim {
  id: string;
  speaker: string;
  voices: ([string, number])[];
  source: number;
  stance: string;
  mode: string;
  kind: string;
  reporting: boolean;
  props: number[];
  quotes: ([number, number, string, number])[];
  locator: string;
}

/** A date with SEM's four bounds: earliest and latest first day, earliest and latest last day; empty where open. */
export interface Date {
  id: string;
  label: string;
  edtf: string;
  bounds: [string, string, string, string];
  approximate: boolean;
}

/** A place; ``precision`` is its type (city, country …). One without a point of its own has that of the nearest place around it, whose name is then in ``at``. */
export interface Place {
  id: string;
  label: string;
  precision: string;
  lon: number | null;
  lat: number | null;
  at: string;
  within: string[];
}

/** So many of something; a bound is null where open. */
export interface Quantity {
  id: string;
  label: string;
  counted: string;
  lower: number | null;
  upper: number | null;
  approximate: boolean;
}

/** A source; ``quoted`` tells whether its text is held. */
export interface Source {
  id: string;
  label: string;
  quoted: boolean;
}

/** Somebody who makes claims. */
export interface Speaker {
  id: string;
  label: string;
  claims: number;
}

/** A lens: its written form, empty for none, and in words. */
export interface Lens {
  id: string;
  label: string;
}

/** What is shown of how many. */
export interface Counts {
  nodes: Count;
  lines: Count;
  claims: Count;
}

/** One picture: the entities that come first under a lens, or around one of them. */
export interface View {
  lens: Lens;
  mode: string[];
  around: string | null;
  counts: Counts;
  nodes: Node[];
  lines: Line[];
  props: Proposition[];
  claims: Claim[];
  dates: Date[];
  places: Place[];
  quantities: Quantity[];
  sources: Source[];
  kinds: Record<string, number>;
}

/** A neighbour; ``claims`` is how many claims the lines of this relation stand on. */
export interface NearEntity {
  id: string;
  kind: string;
  label: string;
  degree: number;
  claims: number;
}

/** Neighbours by one relation in one direction, seen from the entity. */
export interface NearGroup {
  relation: string;
  label: string;
  direction: string;
  group: string;
  total: number;
  entities: NearEntity[];
}

/** What stands around an entity: ``total`` neighbours. */
export interface Near {
  id: string;
  total: number;
  groups: NearGroup[];
}

/** A claim that a line of a chain stands on. */
export interface HopClaim {
  id: string;
  attribution: string;
  quotes: string[];
  kind: string;
  source: string;
}

/** A line of a chain, with the first of the ``total`` claims that it stands on. */
export interface HopLine {
  subject: string;
  object: string;
  relation: string;
  label: string;
  group: string;
  disputed: boolean;
  claims: HopClaim[];
  total: number;
}

/** One step of a chain: all lines between two neighbours, in both directions. */
export interface Hop {
  start: string;
  end: string;
  lines: HopLine[];
}

/** A chain between two entities. */
export interface Path {
  nodes: string[];
  hops: Hop[];
}

/** Every entity and line under a lens, as columns: the n-th values belong together. ``kind`` is a place in ``kinds``; ``community`` the number of a community, the same under every lens. ``labels`` are empty where names would be too many to send. ``lines`` holds pairs of places of nodes, one pair for each two that lines join; ``disputed`` places of pairs. ``dated`` holds triples: the place of a node, and the first and the last day that a date of it may touch, as days since 1970-01-01, null where open on purpose (``1988/..``); an end that nobody states (``1988-07/``) is the latest day on which it may have begun, and such a beginning the earliest day on which it may have ended. */
export interface Overview {
  lens: Lens;
  counts: Counts;
  kinds: string[];
  ids: string[];
  labels: string[];
  kind: number[];
  x: number[];
  y: number[];
  degree: number[];
  community: number[];
  lines: number[];
  disputed: number[];
  dated: (number | null)[];
}

/** Everybody who makes claims, those with the most claims first; ``total`` of them. */
export interface Speakers {
  total: number;
  speakers: Speaker[];
}

/** A proposition as one side takes it, with the claims by which it does. */
export interface Position {
  proposition: string;
  subject: string;
  subject_id: string;
  relation: string;
  label: string;
  object: string;
  mode: string;
  attitude: string;
  quantity: Quantity | null;
  claims: HopClaim[];
}

/** Positions of both sides; ``why`` is how they are opposed, empty where they are shared. */
export interface Pair {
  left: Position;
  right: Position;
  why: string;
}

/** A source or a speaker. */
export interface Side {
  id: string;
  label: string;
  kind: string;
}

/** So many of something, as one speaker says: ``attitude`` tells whether it is affirmed. ``words`` are those that the number was read from, empty where the claim rests on no quote. */
export interface Figure {
  subject: string;
  subject_id: string;
  quantity: Quantity;
  speaker: string;
  speaker_id: string;
  attribution: string;
  attitude: string;
  kind: string;
  claim: string;
  words: string;
  disputed: boolean;
}

/** Numbers, subject by subject, the smallest first. */
export interface Figures {
  figures: Figure[];
}

/** Two sides beside each other. ``figures`` are all speakers' numbers for what either side counts, so that each can be seen among the others. */
export interface Comparison {
  left: Side;
  right: Side;
  only_left: Position[];
  only_right: Position[];
  shared: Pair[];
  opposed: Pair[];
  figures: Figure[];
}

/** A value that a parameter may have, and what it is called. */
export interface Value {
  value: string;
  label: string;
}

/** A parameter of a ready question; ``label`` is what its default is called, ``choices`` are its values where the dataset knows few. */
export interface QueryParameter {
  name: string;
  type: string;
  default: string;
  label: string;
  description: string;
  required: boolean;
  choices: Value[];
}

/** A question of the catalogue; ``view`` is how its answer is best shown. */
export interface ReadyQuery {
  name: string;
  topic: string;
  summary: string;
  description: string;
  view: string;
  query: string;
  parameters: QueryParameter[];
}

/** All ready questions. */
export interface Catalogue {
  queries: ReadyQuery[];
}

/** A class, a property or a value of the dataset, for completion. */
export interface Term {
  iri: string;
  name: string;
  kind: string;
  label: string;
  definition: string;
}

/** What queries are written with: terms and prefixes. */
export interface Terms {
  terms: Term[];
  prefixes: Record<string, string>;
}
