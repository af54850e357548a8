// What the page's scripts take for granted, for `make lint` alone: no page holds this file. The data is what model.rs writes, the
// elements are those of page.html, d3 is what vendor/entry.js hands on.

type Place = [number, number];

interface PageData {
  title: string;
  program: string;
  sources: string[];
  edges: string;
  plane: { lon: number; lat: number };
  grid: { x: number; y: number; step: number; columns: number; rows: number; unit_m: number };
  widths: { metres: number; text: string }[];
  maps: PageMap[];
  claims: { title: string; source: string; note: string; file: string } | null;
  scenarios: Scenario[];
}

interface PageMap {
  degrees: number;
  tolerance_km: number;
  arcs: number[][];
  territories: { code: string; name: string; rings: number[][] }[];
}

interface Scenario {
  reading: string;
  worldview: string;
  meaning: string;
  as_of: string | null;
  description: string;
  groups: [string, string];
  map: number;
  line: number[][];
  field: { values: string; greatest_difference_km: number; compared: number };
  territories: Covered[];
  /** Territory, overlap, share, error, data error. */
  rows: [number, string, string, string, string][][];
  strips: { width_km: number; max_error_m: number; area_km2: number; error_km2: number; sea_km2: number; sea_error_km2: number }[];
  outlines: Outline[];
  accuracy_m: number | null;
  claims: Claim[];
}

interface Covered {
  shape: number;
  group: "A" | "B" | "both" | "";
  area: string;
  profile: number[];
}

interface Outline {
  tolerance_m: number;
  max_error_m: number;
  decimals: number;
  polygons: number[][][];
}

interface Claim {
  wording: string;
  of: string;
  shares: string;
  note: string;
  verdict: string;
  holds: [number, number] | null;
  all: boolean;
}

/** A territory at the width that is shown; `exact` has overlap, share, error and data error as the program prints them. */
interface Figure {
  covered: Covered;
  overlap: number;
  share: number;
  error: number;
  area: number;
  exact: string[] | null;
}

type Column = "name" | "group" | "share" | "overlap" | "error" | "area";

interface TableLine {
  line: HTMLElement;
  cells: { share: HTMLElement; overlap: HTMLElement; error: HTMLElement; area: HTMLElement };
  fill: HTMLElement;
}

/** A longest horizontal chord; `worth` says how good a place for a name it is. */
interface Chord {
  worth: number;
  length: number;
  height: number;
  at: Place;
}

interface PageElements {
  choices: HTMLFormElement;
  claims: HTMLElement;
  "claims-section": HTMLElement;
  "claims-source": HTMLElement;
  curves: HTMLElement;
  "curves-text": Element;
  data: HTMLScriptElement;
  dek: HTMLElement;
  facts: HTMLElement;
  "get-csv": HTMLButtonElement;
  "get-geojson": HTMLButtonElement;
  kind: HTMLElement;
  land: HTMLCanvasElement;
  legend: HTMLElement;
  lines: HTMLCanvasElement;
  map: HTMLElement & { __zoom?: ZoomTransform };
  marks: HTMLElement;
  method: HTMLElement;
  narrower: HTMLButtonElement;
  program: HTMLElement;
  said: HTMLElement;
  "scale-bar": HTMLElement;
  "scale-text": HTMLElement;
  slider: HTMLInputElement;
  strip: HTMLCanvasElement;
  sum: HTMLElement;
  under: HTMLElement;
  wider: HTMLButtonElement;
  widest: HTMLElement;
  width: HTMLElement;
  "zoom-in": HTMLButtonElement;
  "zoom-out": HTMLButtonElement;
  "zoom-reset": HTMLButtonElement;
}

interface ZoomTransform {
  k: number;
  x: number;
  y: number;
}

interface Projection {
  (place: Place): Place;
  invert(place: Place): Place;
  rotate(angles: [number, number]): this;
  scale(factor: number): this;
  translate(offset: Place): this;
  precision(pixels: number): this;
}

/** What a drawing is told; a Path2D is one. */
interface Sink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
}

interface Selection {
  call<A extends unknown[]>(action: (selection: Selection, ...rest: A) => void, ...rest: A): this;
}

interface Zoom {
  (selection: Selection): void;
  scaleExtent(extent: [number, number]): this;
  extent(box: [Place, Place]): this;
  translateExtent(box: [Place, Place]): this;
  on(name: "zoom", listener: (event: { transform: ZoomTransform }) => void): this;
  scaleBy(selection: Selection, factor: number): void;
  translateBy(selection: Selection, x: number, y: number): void;
  transform(selection: Selection, transform: ZoomTransform): void;
}

interface Graticule {
  (): object;
  step(degrees: [number, number]): this;
}

declare const d3: {
  geoAzimuthalEqualArea(): Projection;
  geoEquirectangular(): Projection;
  geoGraticule(): Graticule;
  geoPath(projection: Projection, sink: Sink): (shape: object) => void;
  select(element: Element): Selection;
  zoom(): Zoom;
  zoomIdentity: ZoomTransform;
};
