// The map: land, strip and lines on three canvases, so that a new width redraws the strip alone. What the strip shows is painted
// once for each view (the tint); a new width only cuts another shape out of it.

const RADIUS = 6371.0072;
const projection = d3.geoAzimuthalEqualArea().rotate([-page.plane.lon, -page.plane.lat]).scale(RADIUS).translate([0, 0]).precision(0.3);
const mapBox = byId("map");
/** @param {HTMLCanvasElement} canvas @returns {CanvasRenderingContext2D} */
const painter = (canvas) => /** @type {any} */ (canvas.getContext("2d"));
const layers = /** @type {const} */ (["land", "strip", "lines"]).map((id) => painter(byId(id)));
const view = { scale: 1, x: 0, y: 0, ratio: 1, width: 0, height: 0 };
const tint = painter(element("canvas"));
/** @type {Record<string, string>} */
let palette = {};

/** Paths of a map in kilometres: one for each territory, and the lines between. */
const paths = once((/** @type {PageMap} */ map) => {
  const arcs = map.arcs.map((numbers) => positions(numbers, 1, map.degrees).map(projection));
  const territories = map.territories.map(({ rings }) => {
    const outlines = rings.map((ring) => {
      /** @type {Place[]} */
      const points = [];
      for (const k of ring) {
        const arc = k < 0 ? arcs[-1 - k].toReversed() : arcs[k];
        for (let i = points.length ? 1 : 0; i < arc.length; i++) points.push(arc[i]);
      }
      return points;
    });
    return { path: pathOf(outlines, true), outlines };
  });
  /** @param {number} wanted */
  const kind = (wanted) => pathOf(arcs.filter((_, k) => map.arcs[k][0] === wanted), false);
  return { territories, coast: kind(0), border: kind(1) };
});

/** @param {Place[][]} lines @param {boolean} closed */
function pathOf(lines, closed) {
  const path = new Path2D();
  for (const line of lines) {
    line.forEach(([x, y], k) => (k ? path.lineTo(x, y) : path.moveTo(x, y)));
    if (closed) path.closePath();
  }
  return path;
}

const linePath = once((/** @type {Scenario} */ scenario) => {
  const { degrees } = page.maps[scenario.map];
  return pathOf(scenario.line.map((part) => positions(part, 0, degrees).map(projection)), false);
});

/** The territories' paths put together by the group that their colour says. */
const groupPaths = once((/** @type {Scenario} */ scenario) => {
  const { territories } = paths(page.maps[scenario.map]);
  /** @type {Map<Covered["group"], Path2D>} */
  const groups = new Map();
  const of = new Map(scenario.territories.map((covered) => [covered.shape, covered.group]));
  territories.forEach(({ path }, shape) => {
    const group = of.get(shape) ?? "";
    const all = groups.get(group) ?? new Path2D();
    all.addPath(path);
    groups.set(group, all);
  });
  return groups;
});

const graticule = once(() => {
  const path = new Path2D();
  d3.geoPath(projection, path)(d3.geoGraticule().step(graticuleStep())());
  return path;
});

/** @returns {[number, number]} */
function graticuleStep() {
  const degrees = (page.grid.step * page.grid.columns) / 111 / 6;
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15].find((s) => s >= degrees) ?? 15;
  return [step, step];
}

function readPalette() {
  const style = getComputedStyle(document.documentElement);
  palette = {};
  for (const name of ["sea", "land", "edge", "coast", "grid", "ink", "quiet", "halo", "a", "b", "both", "none", "water"])
    palette[name] = style.getPropertyValue(`--${name}`).trim();
}

/** @param {Covered["group"]} group */
const colourOf = (group) => palette[{ A: "a", B: "b", both: "both", "": "none" }[group]];

/** @param {CanvasRenderingContext2D} context */
function clear(context) {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  const k = view.scale * view.ratio;
  context.setTransform(k, 0, 0, k, view.x * view.ratio, view.y * view.ratio);
  context.lineJoin = context.lineCap = "round";
}

/**
 * A width of so many pixels in the plane's kilometres.
 * @param {number} n
 */
const pixels = (n) => n / view.scale;

/** @param {CanvasRenderingContext2D} context @param {Path2D} path @param {string} colour @param {number} width */
function stroke(context, path, colour, width) {
  context.strokeStyle = colour;
  context.lineWidth = pixels(width);
  context.stroke(path);
}

function drawLand() {
  const [land, , lines] = layers;
  const map = paths(page.maps[state.scenario.map]);
  clear(land);
  stroke(land, graticule(0), palette.grid, 0.8);
  land.fillStyle = palette.land;
  for (const { path } of map.territories) {
    land.fill(path);
    // Closes the seam where the data cuts the world at 180°.
    stroke(land, path, palette.land, 0.8);
  }
  clear(lines);
  stroke(lines, map.coast, palette.coast, 0.7);
  stroke(lines, map.border, palette.edge, 0.7);
  stroke(lines, linePath(state.scenario), palette.halo, 4.5);
  stroke(lines, linePath(state.scenario), palette.ink, 2.2);
  drawLabels(lines);
  drawScale();
  drawTint();
}

/** What is to be seen inside the strip: each territory in its group's colour, and the sea. */
function drawTint() {
  clear(tint);
  tint.save();
  tint.resetTransform();
  tint.globalAlpha = 0.38;
  tint.fillStyle = palette.water;
  tint.fillRect(0, 0, tint.canvas.width, tint.canvas.height);
  tint.restore();
  for (const [group, path] of groupPaths(state.scenario)) {
    // The land's colour first, so that the tint of the sea does not shine through.
    tint.fillStyle = palette.land;
    tint.fill(path);
    tint.globalAlpha = group ? 0.6 : 0.5;
    tint.fillStyle = colourOf(group);
    tint.fill(path);
    tint.globalAlpha = 1;
  }
}

function drawStrip() {
  const strip = layers[1];
  clear(strip);
  if (!(state.width > 0 && tint.canvas.width > 0)) return;
  const rings = contour(distances(state.scenario), state.width / page.grid.unit_m);
  const outline = new Path2D();
  for (const ring of rings) {
    outline.moveTo(ring[0], ring[1]);
    for (let k = 2; k < ring.length; k += 2) outline.lineTo(ring[k], ring[k + 1]);
    outline.closePath();
  }
  strip.fill(outline);
  strip.save();
  strip.resetTransform();
  strip.globalCompositeOperation = "source-in";
  strip.drawImage(tint.canvas, 0, 0);
  strip.restore();
  stroke(strip, outline, palette.ink, 1);
}

function drawScale() {
  const most = 130 / view.scale;
  const power = 10 ** Math.floor(Math.log10(most));
  const km = [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power;
  // A part of the map's width, so that it stays true on paper, where the drawing is scaled.
  byId("scale-bar").style.width = `${(100 * km * view.scale) / view.width}%`;
  setText(byId("scale-text"), `${km} km`);
}

const zoom = d3.zoom().scaleExtent([0.6, 60]).on("zoom", ({ transform }) => {
  applyZoom(transform);
  redraw ||= requestAnimationFrame(() => {
    redraw = 0;
    drawLand();
    drawStrip();
  });
});
let redraw = 0;

/** The whole grid fits the box at zoom 1. */
function fit() {
  const { x, y, step, columns, rows } = page.grid;
  const scale = Math.min(view.width / (step * (columns - 1)), view.height / (step * (rows - 1)));
  return {
    scale,
    x: view.width / 2 - scale * (x + (step * (columns - 1)) / 2),
    y: view.height / 2 - scale * (y + (step * (rows - 1)) / 2),
  };
}

/** @param {ZoomTransform} transform */
function applyZoom({ k, x, y }) {
  const all = fit();
  view.scale = k * all.scale;
  view.x = x + k * all.x;
  view.y = y + k * all.y;
}

function resize() {
  view.ratio = Math.min(window.devicePixelRatio || 1, 2);
  view.width = mapBox.clientWidth;
  view.height = mapBox.clientHeight;
  // Not laid out, as in a window of no size: it will be told of again.
  if (!(view.width > 0 && view.height > 0)) return;
  for (const { canvas } of [...layers, tint]) {
    canvas.width = Math.round(view.width * view.ratio);
    canvas.height = Math.round(view.height * view.ratio);
  }
  mapBox.style.setProperty("--shape", String(view.width / view.height));
  const room = 0.5;
  zoom.extent([[0, 0], [view.width, view.height]]);
  zoom.translateExtent([[-room * view.width, -room * view.height], [(1 + room) * view.width, (1 + room) * view.height]]);
  applyZoom(mapBox.__zoom ?? d3.zoomIdentity);
  readPalette();
  drawLand();
  drawStrip();
}

/**
 * The territory under the pointer and how far the line is.
 * @param {PointerEvent} event
 */
function pointed(event) {
  const box = mapBox.getBoundingClientRect();
  /** @type {Place} */
  const place = [(event.clientX - box.left - view.x) / view.scale, (event.clientY - box.top - view.y) / view.scale];
  const map = page.maps[state.scenario.map];
  const context = layers[0];
  context.setTransform(1, 0, 0, 1, 0, 0);
  const shape = paths(map).territories.findIndex(({ path }) => context.isPointInPath(path, ...place));
  const metres = distanceAt(distances(state.scenario), place);
  const parts = [shape < 0 ? "Sea" : map.territories[shape].name];
  const row = shape < 0 ? undefined : figures().find((f) => f.covered.shape === shape);
  if (row) parts.push(`${percent(row.share)} of it inside`);
  if (metres !== undefined && metres < widest) parts.push(`here about ${grouped(metres / 1e3, 0)} km from the line`);
  setText(byId("under"), parts.join(" · "));
}

function startMap() {
  const box = d3.select(mapBox);
  /** @param {number} k */
  const by = (k) => box.call(zoom.scaleBy, k);
  box.call(zoom);
  byId("zoom-in").addEventListener("click", () => by(1.5));
  byId("zoom-out").addEventListener("click", () => by(1 / 1.5));
  byId("zoom-reset").addEventListener("click", () => box.call(zoom.transform, d3.zoomIdentity));
  mapBox.addEventListener("pointermove", pointed);
  mapBox.addEventListener("pointerleave", () => setText(byId("under"), ""));
  mapBox.addEventListener("keydown", (event) => {
    const step = 60 / (mapBox.__zoom?.k ?? 1);
    /** @type {Record<string, Place | undefined>} */
    const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const move = moves[event.key];
    if (event.target !== mapBox) return;
    if (move) box.call(zoom.translateBy, ...move);
    else if (event.key === "+" || event.key === "=") by(1.5);
    else if (event.key === "-") by(1 / 1.5);
    else if (event.key === "0") box.call(zoom.transform, d3.zoomIdentity);
    else return;
    event.preventDefault();
  });
  new ResizeObserver(resize).observe(mapBox);
  for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", resize);
  resize();
  onChange((fresh) => {
    if (fresh) drawLand();
    drawStrip();
    const covered = figures().length;
    mapBox.setAttribute("aria-label", `Map of the strip of ${kilometres(state.width)} on each side of the line; it covers parts of ${covered} territories`);
  });
}
