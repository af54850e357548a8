// The table of territories inside the strip: sorted by any column, curves chosen by its boxes.

/** @type {{ key: Column, up: boolean }} */
const order = { key: "overlap", up: false };
/** @type {Set<Covered>} */
const chosen = new Set();
/** @type {Map<Covered, TableLine>} */
const lines = new Map();
const heads = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#table th[data-key]"));

/** @param {Figure} row @param {Column} key */
function valueIn(row, key) {
  if (key === "name") return shapeOf(state.scenario, row.covered).name;
  return key === "group" ? row.covered.group : row[key];
}

/** @param {Covered} covered */
function lineOf(covered) {
  const known = lines.get(covered);
  if (known) return known;
  const { name, code } = shapeOf(state.scenario, covered);
  const box = element("input");
  box.type = "checkbox";
  box.checked = chosen.has(covered);
  box.setAttribute("aria-label", `Show the curve of ${name}`);
  box.addEventListener("change", () => {
    chosen[box.checked ? "add" : "delete"](covered);
    drawCurves();
  });
  const fill = element("i", covered.group);
  const share = element("span");
  const cells = {
    share,
    overlap: element("td", "number overlap"),
    error: element("td", "number error quiet"),
    area: element("td", "number area quiet", grouped(+covered.area, 1)),
  };
  const label = name === code ? [name] : [name, element("small", "", code)];
  const line = element("tr", "",
    element("td", "pick", box),
    element("td", "name", element("span", `swatch ${covered.group}`), ...label),
    element("td", "group quiet", sideOf(covered.group)),
    element("td", "number share", element("span", "bar", fill), share),
    cells.overlap, cells.error, cells.area);
  line.addEventListener("pointerenter", () => emphasise(covered, true));
  line.addEventListener("pointerleave", () => emphasise(covered, false));
  const made = { line, cells, fill };
  lines.set(covered, made);
  return made;
}

/**
 * What a group is called in this scenario.
 * @param {Covered["group"]} group
 */
function sideOf(group) {
  const [a, b] = state.scenario.groups;
  return { A: a || "A", B: b || "B", both: "both", "": "neither" }[group];
}

/** @param {boolean} fresh */
function drawTable(fresh) {
  if (fresh) {
    lines.clear();
    chooseCurves();
  }
  const rows = figures();
  const turn = order.up ? 1 : -1;
  rows.sort((p, q) => {
    const [a, b] = [valueIn(p, order.key), valueIn(q, order.key)];
    const by = typeof a === "string" ? a.localeCompare(String(b), "en") : a - Number(b);
    return turn * by || q.overlap - p.overlap;
  });
  const body = /** @type {HTMLElement} */ (document.querySelector("#table tbody"));
  const exact = computed() >= 0;
  rows.forEach((row, k) => {
    const { line, cells, fill } = lineOf(row.covered);
    setText(cells.share, percent(row.share));
    setText(cells.overlap, grouped(row.overlap, exact ? 1 : 0));
    setText(cells.error, exact ? grouped(Math.ceil(row.error * 100) / 100, 2) : grouped(Math.ceil(row.error), 0));
    fill.style.width = `${100 * row.share}%`;
    if (body.children[k] !== line) body.insertBefore(line, body.children[k] ?? null);
  });
  while (body.children.length > rows.length) body.lastChild?.remove();
  for (const head of heads()) {
    if (head.dataset.key === order.key) head.setAttribute("aria-sort", order.up ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
  }
  drawSum(rows);
}

/** @param {Figure[]} rows */
function drawSum(rows) {
  const k = computed();
  const count = `${rows.length} ${rows.length === 1 ? "territory" : "territories"}`;
  if (k < 0) return setText(byId("sum"), `${count}. Between computed widths: shares within 0.1 point.`);
  const strip = state.scenario.strips[k];
  setText(byId("sum"), `${count}. The strip measures ${grouped(strip.area_km2, 1)} km² (± ${grouped(strip.error_km2, 2)}), of which ${grouped(strip.sea_km2, 1)} km² over no territory: sea, or land that is not among the territories.`);
}

/** The six territories with the largest overlap at the first width have their curves shown. */
function chooseCurves() {
  chosen.clear();
  /** @param {Covered} covered */
  const by = (covered) => shareAt(covered, firstWidth()) * +covered.area;
  const largest = state.scenario.territories.toSorted((p, q) => by(q) - by(p));
  for (const covered of largest.slice(0, 6)) chosen.add(covered);
}

function startTable() {
  for (const head of heads()) {
    head.querySelector("button")?.addEventListener("click", () => {
      const key = /** @type {Column} */ (head.dataset.key);
      const text = key === "name" || key === "group";
      Object.assign(order, { key, up: order.key === key ? !order.up : text });
      drawTable(false);
    });
  }
  onChange(drawTable);
}
