// The outline of the strip of a width: where the distance on the grid is that width (marching squares).

const contour = (() => {
  const { columns, rows, x, y, step } = page.grid;
  // An edge of the grid is named by its first point: 2k to the right of point k, 2k + 1 below it.
  const next = new Int32Array(2 * columns * rows).fill(-1);
  // Sides of a cell: 0 top, 1 right, 2 bottom, 3 left. By corners inside (1 upper left, 2 upper right, 4 lower right, 8 lower
  // left): the side where the outline comes in, and where it leaves.
  const from = [-1, 0, 1, 1, 2, -1, 2, 2, 3, 0, -1, 1, 3, 0, 3, -1];
  const to = [-1, 3, 0, 3, 1, -1, 0, 3, 2, 2, -1, 2, 1, 1, 0, -1];
  const side = [0, 3, 2 * columns, 1];

  /**
   * Rings of places in kilometres, flat: x, y, x, y …
   * @param {Uint16Array} values @param {number} level
   */
  return (values, level) => {
    /** @type {number[]} */
    const starts = [];
    /** @param {number} k @param {number} a @param {number} b */
    const link = (k, a, b) => {
      const start = 2 * k + side[a];
      next[start] = 2 * k + side[b];
      starts.push(start);
    };
    for (let row = 0; row < rows - 1; row++) {
      let k = row * columns;
      let code = (values[k] <= level ? 2 : 0) | (values[k + columns] <= level ? 4 : 0);
      for (const end = k + columns - 1; k < end; k++) {
        code = ((code & 2) >> 1) | ((code & 4) << 1) | (values[k + 1] <= level ? 2 : 0) | (values[k + columns + 1] <= level ? 4 : 0);
        if (code === 0 || code === 15) continue;
        if (code === 5 || code === 10) {
          const middle = (values[k] + values[k + 1] + values[k + columns] + values[k + columns + 1]) / 4 <= level;
          const pairs = code === 5 ? (middle ? [0, 1, 2, 3] : [0, 3, 2, 1]) : (middle ? [1, 2, 3, 0] : [1, 0, 3, 2]);
          link(k, pairs[0], pairs[1]);
          link(k, pairs[2], pairs[3]);
        } else {
          link(k, from[code], to[code]);
        }
      }
    }
    const rings = [];
    for (const start of starts) {
      if (next[start] < 0) continue;
      const ring = [];
      let edge = start;
      while (edge >= 0 && next[edge] !== -1) {
        const k = edge >> 1, down = edge & 1;
        const other = down ? k + columns : k + 1;
        const t = (level - values[k]) / (values[other] - values[k]);
        const column = k % columns, row = (k - column) / columns;
        ring.push(x + step * (column + (down ? 0 : t)), y + step * (row + (down ? t : 0)));
        const after = next[edge];
        next[edge] = -1;
        edge = after;
      }
      if (ring.length >= 6) rings.push(ring);
    }
    return rings;
  };
})();

/**
 * The distance to the line at a place of the plane, m; undefined outside the grid.
 * @param {Uint16Array} values @param {Place} place
 */
function distanceAt(values, [px, py]) {
  const { columns, rows, x, y, step, unit_m } = page.grid;
  const u = (px - x) / step, v = (py - y) / step;
  const c = Math.floor(u), r = Math.floor(v);
  if (c < 0 || r < 0 || c >= columns - 1 || r >= rows - 1) return undefined;
  const k = r * columns + c, s = u - c, t = v - r;
  const upper = values[k] * (1 - s) + values[k + 1] * s;
  const lower = values[k + columns] * (1 - s) + values[k + columns + 1] * s;
  return unit_m * (upper * (1 - t) + lower * t);
}
