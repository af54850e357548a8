// The table as CSV, with the columns of `standoff strip`, and the strip as GeoJSON (RFC 7946): its own outline at a computed
// width, what is drawn between.

const CSV_COLUMNS = ["scenario", "worldview", "width_km", "territory", "name", "group", "overlap_km2", "overlap_share", "territory_km2", "error_km2", "data_error_km2"];

function csv() {
  /** @param {string} text */
  const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const { scenario } = state;
  const rows = figures().sort((p, q) => q.overlap - p.overlap);
  const lines = rows.map((row) => {
    const { code, name } = shapeOf(scenario, row.covered);
    const exact = row.exact ?? [row.overlap.toFixed(0), row.share.toFixed(4), Math.ceil(row.error).toFixed(0), ""];
    const [overlap, share, error, dataError] = exact;
    return [scenario.description, scenario.worldview, String(state.width / 1e3), code, name, row.covered.group, overlap, share, row.covered.area, error, dataError];
  });
  return [CSV_COLUMNS, ...lines].map((line) => line.map(cell).join(",") + "\n").join("");
}

/** @param {Place[]} ring */
const signedArea = (ring) => ring.reduce((sum, [x, y], k) => {
  const [u, v] = ring[(k + 1) % ring.length];
  return sum + x * v - u * y;
}, 0);

/** @param {Place[]} ring @param {Place} place */
const holds = (ring, [x, y]) => ring.reduce((inside, [ax, ay], k) => {
  const [bx, by] = ring[(k + 1) % ring.length];
  return ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay) ? !inside : inside;
}, false);

/**
 * Polygons of rings: outer ones have the sign, and each hole belongs to the smallest outer ring that holds it.
 * @param {Place[][]} rings @param {number} sign
 */
function polygonsOf(rings, sign) {
  const outer = rings.filter((ring) => sign * signedArea(ring) > 0).map((ring) => [ring]);
  outer.sort((p, q) => Math.abs(signedArea(p[0])) - Math.abs(signedArea(q[0])));
  for (const ring of rings.filter((ring) => sign * signedArea(ring) < 0))
    outer.find(([shell]) => holds(shell, ring[0]))?.push(ring);
  return outer;
}

/** The strip that is drawn, in longitude and latitude, cut at the antimeridian. */
function stripPolygons() {
  const rings = contour(distances(state.scenario), state.width / page.grid.unit_m).map((flat) => {
    /** @type {Place[]} */
    const ring = [];
    for (let k = 0; k < flat.length; k += 2) ring.push([flat[k], flat[k + 1]]);
    return ring;
  });
  /** @type {Place[][]} */
  const cut = [];
  /** @type {Sink} */
  const sink = {
    moveTo: (x, y) => cut.push([[x, -y]]),
    lineTo: (x, y) => lastOf(cut).push([x, -y]),
    closePath: () => {},
  };
  const plain = d3.geoPath(d3.geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0), sink);
  // Outer rings of the contour run clockwise on the screen, which is what d3 wants of them on the globe; RFC 7946 wants the opposite.
  for (const polygon of polygonsOf(rings, 1)) {
    const coordinates = polygon.map((ring) => [...ring, ring[0]].map(projection.invert));
    plain({ type: "Polygon", coordinates });
  }
  /** @param {number} v */
  const round = (v) => +v.toFixed(5);
  return polygonsOf(cut, -1).map((polygon) => polygon.map((ring) => {
    const whole = ring.toReversed().map(([x, y]) => [round(x), round(y)]);
    const [first, last] = [whole[0], lastOf(whole)];
    return first[0] === last[0] && first[1] === last[1] ? whole : [...whole, first];
  }));
}

/** The outline that the program computed, as `standoff strip --out` writes it; undefined where the page has none. */
const outline = () => state.scenario.outlines[computed()];

/**
 * Its coordinates, by way of texts: units of the last decimal, so that no digit is lost.
 * @param {Outline} outline
 */
function coordinatesOf({ decimals, polygons }) {
  /** @param {number} v */
  const digits = (v) => {
    const whole = String(Math.abs(v)).padStart(decimals + 1, "0");
    return +`${v < 0 ? "-" : ""}${whole.slice(0, -decimals)}.${whole.slice(-decimals)}`;
  };
  return polygons.map((rings) => rings.map((ring) => {
    const out = [];
    let lon = 0, lat = 0;
    for (let k = 0; k < ring.length; k += 2) out.push([digits((lon += ring[k])), digits((lat += ring[k + 1]))]);
    return [...out, out[0]];
  }));
}

/** What a reader of the file must know of how exact it is. */
function exactness() {
  const exact = outline();
  if (exact) {
    return {
      tolerance_m: +exact.tolerance_m,
      max_error_m: +exact.max_error_m,
      accuracy: `computed: each point of the outline stands within ${exact.max_error_m} m of the exact width`,
    };
  }
  const off = grouped(state.scenario.field.greatest_difference_km, 3);
  return { accuracy: `drawn from a grid of ${grouped(page.grid.step, 3)} km: up to ${off} km from the exact outline; standoff strip writes that` };
}

function geojson() {
  const { scenario } = state;
  const exact = outline();
  const properties = {
    layer: "strip",
    width_km: state.width / 1e3,
    scenario: scenario.description,
    worldview: scenario.worldview,
    as_of: scenario.as_of,
    program: page.program,
    ...exactness(),
  };
  const geometry = { type: "MultiPolygon", coordinates: exact ? coordinatesOf(exact) : stripPolygons() };
  return JSON.stringify({ type: "FeatureCollection", features: [{ type: "Feature", properties, geometry }] });
}

/** @param {string} text @param {string} type @param {string} ending */
function save(text, type, ending) {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = `strip-${+(state.width / 1e3).toFixed(3)}km.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function startDownloads() {
  byId("get-csv").addEventListener("click", () => save(csv(), "text/csv", "csv"));
  byId("get-geojson").addEventListener("click", () => save(geojson(), "application/geo+json", "geojson"));
}
