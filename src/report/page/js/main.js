// The slider, the switches, the words about the scenario; and the start.

/** @type {Record<string, string>} */
const READINGS = {
  contact: "the border that the two share",
  outer: "the outer borders of both, against everyone",
  every: "every border of every member",
};
const slider = byId("slider");

/** Sliders move by whole steps: a thousandth of the greatest width or so. */
const sliderStep = nice(widest / 1000) < 1 ? widest / 1000 : nice(widest / 1000);

function drawWidth() {
  const text = kilometres(state.width);
  const k = computed();
  setText(byId("width"), text);
  slider.value = String(state.width);
  slider.setAttribute("aria-valuetext", `${text} on each side`);
  byId("narrower").disabled = !page.widths.some((w) => w.metres < state.width - 1e-6);
  byId("wider").disabled = !page.widths.some((w) => w.metres > state.width + 1e-6);
  const finest = 2 * page.grid.step;
  const kind = k >= 0
    ? `A computed width (${page.widths[k].text}): the program's own figures, digit for digit.`
    : state.width > 0 ? "Between computed widths: shares within 0.1 point. The arrows go to the computed ones." : "No width, no strip.";
  const thin = state.width > 0 && state.width / 1e3 < finest ? ` Strips below ${grouped(finest, finest < 10 ? 1 : 0)} km are drawn coarsely here; their figures are not.` : "";
  setText(byId("kind"), kind + thin);
}

function startSlider() {
  slider.max = String(widest);
  slider.step = String(sliderStep);
  setText(byId("widest"), kilometres(widest));
  const marks = page.widths.length <= 120 ? page.widths : [];
  byId("marks").append(...marks.map(({ metres }) => {
    const mark = element("i");
    mark.style.left = `${(100 * metres) / widest}%`;
    return mark;
  }));
  // A step is never so coarse that a computed width near it could not be reached.
  /** @param {number} metres */
  const snap = (metres) => page.widths.find((w) => Math.abs(w.metres - metres) < sliderStep / 2)?.metres ?? metres;
  slider.addEventListener("input", () => set({ width: snap(+slider.value) }));
  byId("narrower").addEventListener("click", () => set({ width: page.widths.findLast((w) => w.metres < state.width - 1e-6)?.metres ?? state.width }));
  byId("wider").addEventListener("click", () => set({ width: page.widths.find((w) => w.metres > state.width + 1e-6)?.metres ?? state.width }));
  onChange(drawWidth);
}

/** One row of choices for each thing in which the scenarios differ. */
function startChoices() {
  /** @type {[string, string, (s: Scenario) => string][]} */
  const kinds = [
    ["reading", "Reading", (s) => s.reading],
    ["worldview", "Worldview", (s) => s.worldview],
    ["as_of", "As of", (s) => s.as_of ?? ""],
  ];
  const form = byId("choices");
  for (const [key, label, value] of kinds) {
    const values = [...new Set(page.scenarios.map(value))];
    if (values.length < 2) continue;
    const field = element("fieldset", "", element("legend", "", label));
    for (const choice of values) {
      const input = element("input");
      Object.assign(input, { type: "radio", name: key, value: choice, checked: value(state.scenario) === choice });
      field.append(element("label", "", input, choice));
    }
    form.append(field);
    form.hidden = false;
  }
  form.addEventListener("change", () => {
    const wanted = new FormData(form);
    const scenario = page.scenarios.find((s) => kinds.every(([key, , value]) => !wanted.has(key) || wanted.get(key) === value(s)));
    if (scenario) set({ scenario });
  });
}

/** @param {string} term @param {...string} text */
function fact(term, ...text) {
  return [element("dt", "", term), element("dd", "", ...text)];
}

function drawFacts() {
  const s = state.scenario;
  const facts = [...fact("Whose line", s.description)];
  if (s.reading) facts.push(...fact("Which reading", `${s.reading}: ${READINGS[s.reading]}`));
  facts.push(...fact("Whose map", s.meaning ? `${s.worldview}: ${s.meaning}` : s.worldview));
  if (s.as_of) facts.push(...fact("As of", s.as_of));
  byId("facts").replaceChildren(...facts);
  const draft = s.groups.some((group) => /\bNATO\b/.test(group))
    ? " The draft agreement of 17 December 2021 (Article 7) speaks of “a zone of agreed width and configuration on each side of the border line”. It named no width: each width here is a supposition."
    : " Each width here is a supposition.";
  setText(byId("dek"), `The strip is everything within the width of the line, on each of its sides; a width of 300 km reaches 300 km into both neighbours.${draft} The page takes no side.`);
  const groups = new Set(s.territories.map((c) => c.group));
  const items = /** @type {const} */ (["A", "B", "both", ""]).filter((g) => groups.has(g)).map((g) => element("li", "", element("span", `swatch ${g}`), g ? sideOf(g) : groups.size > 1 ? "neither" : "inside the strip"));
  items.push(element("li", "", element("span", "swatch sea"), "sea inside the strip"), element("li", "", element("span", "swatch line"), "the line"));
  byId("legend").replaceChildren(...items);
  drawMethod();
}

/**
 * What the button for the geometry gives.
 * @param {Scenario} s
 */
function downloaded(s) {
  if (s.outlines.length === 0) return "The downloaded geometry is this drawing.";
  const worst = Math.max(...s.outlines.map((outline) => +outline.max_error_m));
  return `The downloaded geometry is, at computed widths, the outline that was computed, within ${grouped(worst, 2)} m of the exact width, and between them this drawing.`;
}

function drawMethod() {
  const s = state.scenario, grid = page.grid, map = page.maps[s.map];
  /** @param {number} v */
  const km = (v) => (v < 1 ? `${grouped(Math.ceil(1000 * v), 0)} m` : `${grouped(v, v < 10 ? 1 : 0)} km`);
  /** @param {number} v @param {string} letters for what is positive and what is not */
  const degrees = (v, [positive, negative]) => `${Math.abs(v)}° ${v < 0 ? negative : positive}`;
  const worst = Math.max(...s.strips.map((strip) => +strip.max_error_m));
  const paragraphs = [
    `Every distance is the shortest way over the WGS84 ellipsoid; no map projection lies between the borders and the figures. At the ${page.widths.length} computed widths (${page.widths[0].text} to ${lastOf(page.widths).text}) each point of the strip's outline stands within ${grouped(worst, 2)} m of the exact width, and the table's ± bounds the computation's error in each area. They are the figures of “standoff strip” to the last digit.`,
    "Between computed widths shares come from the same distances: they are within 0.1 point of what the program would give. ± then says what 0.1 point is.",
    s.accuracy_m === null
      ? "How accurate the border data itself is, is not known to this page. That comes on top of the bounds."
      : `The border data itself is accurate to about ${kilometres(s.accuracy_m)}. That is more than the computation's error, and comes on top of it: for narrow strips it decides. Each row of the downloaded table says how much it may be (data_error_km2).`,
    `The map is simplified, the figures are not: its borders are within ${km(map.tolerance_km)} of the data's. The strip is drawn from distances on a grid of ${km(grid.step)}; of ${grouped(s.field.compared, 0)} places compared none differed by more than ${km(s.field.greatest_difference_km)}. ${downloaded(s)} The exact outline of any width is written by “standoff strip --width ${kilometres(state.width || widest).replace(" ", "")} --out zone.geojson” with the flags of this page's line.`,
    `Projection of the map: Lambert's azimuthal equal-area about ${degrees(page.plane.lat, "NS")}, ${degrees(page.plane.lon, "EW")}; areas on it can be compared, distances only near its middle. Edges of the line are ${page.edges}.`,
    `Borders: ${page.sources.join("; ")}. Computed by ${page.program}. This page needs no network and sends nothing.`,
  ];
  byId("method").replaceChildren(...paragraphs.map((text) => element("p", "", text)));
}

/** Tells screen readers what a new width covers, once the slider rests. */
function startSaying() {
  let rest = 0;
  onChange(() => {
    clearTimeout(rest);
    rest = setTimeout(() => {
      const rows = figures().sort((p, q) => q.overlap - p.overlap).slice(0, 5);
      const told = rows.map((row) => `${shapeOf(state.scenario, row.covered).name} ${percent(row.share, 1)}`);
      setText(byId("said"), `${kilometres(state.width)} on each side: ${told.join(", ") || "nothing covered"}`);
    }, 600);
  });
}

/** At first the computed width nearest the middle of the slider. */
function firstWidth() {
  /** @param {PageData["widths"][number]} w */
  const off = (w) => Math.abs(w.metres - widest / 2);
  return page.widths.reduce((best, w) => (off(w) < off(best) ? w : best)).metres;
}

setText(byId("program"), `· ${page.program}`);
state.width = firstWidth();
startSlider();
startChoices();
onChange((fresh) => fresh && drawFacts());
startTable();
startMap();
startCurves();
startClaims();
startDownloads();
startSaying();
show();
document.documentElement.dataset.ready = "";
