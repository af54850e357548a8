// Names on the map: each amid the widest part of its territory, where there is room for it.

/** For each territory the middle and length of the longest horizontal chord of its largest ring, inside the grid. */
const chords = once((/** @type {PageMap} */ map) =>
  paths(map).territories.map(({ outlines }, shape) => {
    const { x, y, step, columns, rows } = page.grid;
    const [left, right, top, bottom] = [x, x + step * columns, y, y + step * rows];
    /** @type {Chord | null} */
    let best = null;
    for (const ring of outlines) {
      let low = Infinity, high = -Infinity;
      for (const [, v] of ring) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
      [low, high] = [Math.max(low, top), Math.min(high, bottom)];
      if (!(high > low)) continue;
      for (let k = 1; k < 12; k++) {
        const at = low + ((high - low) * k) / 12;
        /** @type {number[]} */
        const cuts = [];
        ring.forEach(([ax, ay], i) => {
          const [bx, by] = ring[(i + 1) % ring.length];
          if (ay > at !== by > at) cuts.push(ax + ((bx - ax) * (at - ay)) / (by - ay));
        });
        cuts.sort((a, b) => a - b);
        for (let i = 0; i + 1 < cuts.length; i += 2) {
          const [from, to] = [Math.max(cuts[i], left), Math.min(cuts[i + 1], right)];
          // The middle of a territory is the better place: chords near its top or bottom count less.
          const worth = (to - from) * (1 - 0.5 * Math.abs((2 * k) / 12 - 1));
          if (to > from && (!best || worth > best.worth)) best = { worth, length: to - from, height: high - low, at: [(from + to) / 2, at] };
        }
      }
    }
    return best && { ...best, shape };
  }).filter((best) => best !== null).sort((a, b) => b.worth - a.worth));

/** @param {CanvasRenderingContext2D} context */
function drawLabels(context) {
  const map = page.maps[state.scenario.map];
  context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  context.font = `600 11.5px ${getComputedStyle(document.body).getPropertyValue("--sans")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = palette.halo;
  context.fillStyle = palette.ink;
  /** @type {{ x: number, y: number, width: number }[]} */
  const taken = [];
  for (const { shape, length, height, at } of chords(map)) {
    const { name } = map.territories[shape];
    const width = context.measureText(name).width;
    const x = at[0] * view.scale + view.x, y = at[1] * view.scale + view.y;
    const hits = taken.some((t) => Math.abs(t.x - x) < (t.width + width) / 2 + 6 && Math.abs(t.y - y) < 15);
    const cut = x < width / 2 + 3 || x > view.width - width / 2 - 3 || y < 10 || y > view.height - 10;
    if (width > 0.95 * length * view.scale || 13 > height * view.scale || hits || cut) continue;
    taken.push({ x, y, width });
    context.globalAlpha = 0.85;
    context.strokeText(name, x, y);
    context.globalAlpha = 1;
    context.fillText(name, x, y);
  }
}
