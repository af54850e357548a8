// The page's data, decoded when first needed: territories' rings, shares at all widths, distances on the grid.

/**
 * The element of page.html with that name.
 * @template {keyof PageElements} K
 * @param {K} id
 * @returns {PageElements[K]}
 */
const byId = (id) => /** @type {any} */ (document.getElementById(id));

/**
 * The last of a list that has one.
 * @template T
 * @param {T[]} list
 */
const lastOf = (list) => list[list.length - 1];

/** @type {PageData} */
const page = JSON.parse(byId("data").textContent);
const widest = lastOf(page.widths).metres;

/**
 * @template K, V
 * @param {(key: K) => V} make
 * @returns {(key: K) => V}
 */
const once = (make) => {
  /** @type {Map<K, V>} */
  const made = new Map();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return /** @type {V} */ (made.get(key));
  };
};

/** Distances of a scenario's line, in the grid's unit, row by row. Each value is told less left + upper - upper left. */
const distances = once((/** @type {Scenario} */ scenario) => {
  const text = atob(scenario.field.values);
  const { columns, rows } = page.grid;
  const values = new Uint16Array(columns * rows);
  let at = 0;
  for (let k = 0; k < values.length; k++) {
    let bits = 0, shift = 0, byte;
    do {
      byte = text.charCodeAt(at++);
      bits |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    const left = k % columns ? values[k - 1] : 0;
    const upper = k >= columns ? values[k - columns] : 0;
    const corner = k % columns && k >= columns ? values[k - columns - 1] : 0;
    values[k] = ((bits >>> 1) ^ -(bits & 1)) + left + upper - corner;
  }
  return values;
});

/**
 * Longitudes and latitudes by turns, each less the one before.
 * @param {number[]} numbers @param {number} start @param {number} degrees
 * @returns {Place[]}
 */
function positions(numbers, start, degrees) {
  /** @type {Place[]} */
  const out = [];
  let lon = 0, lat = 0;
  for (let k = start; k < numbers.length; k += 2) {
    lon += numbers[k];
    lat += numbers[k + 1];
    out.push([lon * degrees, lat * degrees]);
  }
  return out;
}

/** Widths and shares by turns, each less the one before: from 0 up. */
const profile = once((/** @type {Covered} */ covered) => {
  /** @type {number[]} */
  const widths = [];
  /** @type {number[]} */
  const shares = [];
  let width = 0, share = 0;
  for (let k = 0; k < covered.profile.length; k += 2) {
    widths.push((width += covered.profile[k]));
    shares.push((share += covered.profile[k + 1]) / 1e6);
  }
  return { widths, shares };
});

/**
 * The share of a territory at a width, between the profile's points on a straight line.
 * @param {Covered} covered @param {number} width
 */
function shareAt(covered, width) {
  const { widths, shares } = profile(covered);
  let low = 0, high = widths.length - 1;
  if (width >= widths[high]) return shares[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (widths[middle] <= width) low = middle;
    else high = middle;
  }
  const t = (width - widths[low]) / (widths[high] - widths[low]);
  return shares[low] + t * (shares[high] - shares[low]);
}

/** @param {Scenario} scenario @param {Covered} covered */
const shapeOf = (scenario, covered) => page.maps[scenario.map].territories[covered.shape];
