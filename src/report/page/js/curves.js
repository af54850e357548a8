// Curves of the chosen territories: share by width, with the width that is shown marked.

const SVG = "http://www.w3.org/2000/svg";
const plot = {
  box: byId("curves"),
  /** @type {Element | null} */
  now: null,
  /** @type {Map<Covered, Element>} */
  dots: new Map(),
  /** @type {Map<Covered, Element>} */
  paths: new Map(),
  width: 0, height: 0, right: 104, left: 44, most: 1, top: 10, bottom: 30,
};

/** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
function draw(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text !== undefined) made.textContent = text;
  plot.box.append(made);
  return made;
}

/** @param {number} metres */
const plotX = (metres) => plot.left + (metres / widest) * (plot.width - plot.left - plot.right);
/** @param {number} share */
const plotY = (share) => plot.top + (1 - share / plot.most) * (plot.height - plot.top - plot.bottom);

function drawCurves() {
  const { box } = plot;
  plot.width = box.clientWidth;
  plot.height = box.clientHeight;
  while (box.children.length > 1) box.lastChild?.remove();
  box.setAttribute("viewBox", `0 0 ${plot.width} ${plot.height}`);
  const drawn = state.scenario.territories.filter((c) => chosen.has(c));
  const most = Math.max(0, ...drawn.map((c) => lastOf(profile(c).shares)));
  plot.most = [0.02, 0.04, 0.1, 0.2, 0.4].find((share) => share >= most) ?? 1;
  for (let k = 0; k <= 4; k++) {
    const y = plotY((k / 4) * plot.most);
    draw("line", { class: "axis", x1: plot.left, x2: plot.width - plot.right, y1: y, y2: y });
    draw("text", { x: plot.left - 6, y: y + 4, "text-anchor": "end" }, `${+(25 * k * plot.most).toFixed(2)}${k === 4 ? " %" : ""}`);
  }
  const step = nice(widest / 4);
  for (let w = 0; w <= widest; w += step) draw("text", { x: plotX(w), y: plot.height - 10, "text-anchor": "middle" }, w ? kilometres(w) : "0");
  plot.now = draw("line", { class: "now", y1: plot.top, y2: plot.height - plot.bottom });
  plot.dots.clear();
  plot.paths.clear();
  /** @type {{ covered: Covered, y: number, at: number }[]} */
  const ends = [];
  for (const covered of drawn) {
    const { widths, shares } = profile(covered);
    const d = widths.map((w, k) => `${k ? "L" : "M"}${plotX(w).toFixed(1)} ${plotY(shares[k]).toFixed(1)}`).join("");
    plot.paths.set(covered, draw("path", { class: `curve ${covered.group}`, d }));
    plot.dots.set(covered, draw("circle", { class: `dot ${covered.group}`, r: 4 }));
    const y = plotY(lastOf(shares));
    ends.push({ covered, y, at: y });
  }
  drawNames(ends);
  moveMark();
}

/**
 * Names at the curves' ends, moved apart where they would lie upon each other.
 * @param {{ covered: Covered, y: number, at: number }[]} ends
 */
function drawNames(ends) {
  ends.sort((a, b) => a.y - b.y);
  ends.forEach((end, k) => {
    end.at = Math.max(end.y, k ? ends[k - 1].at + 14 : 0);
  });
  const over = (ends.at(-1)?.at ?? 0) - (plot.height - plot.bottom);
  for (let k = ends.length - 1, limit = Infinity; over > 0 && k >= 0; k--) {
    ends[k].at = Math.min(ends[k].at, limit, plot.height - plot.bottom);
    limit = ends[k].at - 14;
  }
  for (const { covered, at } of ends) {
    const { name } = shapeOf(state.scenario, covered);
    draw("text", { class: "name", x: plot.width - plot.right + 8, y: at + 4 }, name.length > 15 ? `${name.slice(0, 14)}…` : name);
  }
}

function moveMark() {
  const x = plotX(state.width);
  plot.now?.setAttribute("x1", String(x));
  plot.now?.setAttribute("x2", String(x));
  const told = [];
  for (const [covered, dot] of plot.dots) {
    const share = shareAt(covered, state.width);
    dot.setAttribute("cx", String(x));
    dot.setAttribute("cy", String(plotY(share)));
    told.push(`${shapeOf(state.scenario, covered).name} ${percent(share, 1)}`);
  }
  setText(byId("curves-text"), `At ${kilometres(state.width)}: ${told.join(", ")}`);
}

/** @param {Covered} covered @param {boolean} strong */
function emphasise(covered, strong) {
  plot.paths.get(covered)?.classList.toggle("strong", strong);
  lines.get(covered)?.line.classList.toggle("strong", strong);
}

/**
 * A round number about as large.
 * @param {number} value
 */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 2.5, 5, 10].find((n) => n * power >= value * 0.999) ?? 10);
}

function startCurves() {
  new ResizeObserver(drawCurves).observe(plot.box);
  onChange((fresh) => (fresh ? drawCurves() : moveMark()));
}
