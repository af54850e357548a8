// The report's page in a real browser: what it shows is what the program says, and everyone can use it.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { folder, launch, open, picture, report, rows, shot, slide, standoff, table } from "./browser.mjs";

const COMPUTED = [100, 200, 300, 400, 500];
let browser, file;

before(async () => {
  file = report("article-7", "--widths", "100km..500km:100km", "--worldview", "de-facto,un");
  browser = await launch();
});
after(() => browser?.close());

async function opened(options, from = file) {
  const page = await open(browser, from, options);
  return page;
}

async function closed(page) {
  assert.deepEqual(page.faults, []);
  await page.close();
}

async function download(page, button) {
  const [saved] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
  return { name: saved.suggestedFilename(), text: readFileSync(await saved.path(), "utf8") };
}

const pixels = (page, id) => page.$eval(id, (canvas) => {
  // On a copy that is made for reading: Chromium warns of a canvas that is read often.
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let k = 3; k < data.length; k += 4) count += data[k] > 0;
  return count;
});

test("the page opens with map, slider, curves, claims and table, and is below 5 MB", async () => {
  const page = await opened();
  assert.ok(statSync(file).size < 5e6);
  assert.equal(await page.textContent("h1"), "Contact line of CSTO and NATO on 2021-12-17, land border");
  assert.equal(await page.textContent("#width"), "200 km");
  for (const id of ["#land", "#strip", "#lines"]) assert.ok((await pixels(page, id)) > 1000, id);
  assert.equal(await page.locator("#curves path.curve").count(), 6);
  assert.equal(await page.locator("#claims .claim").count(), 6);
  assert.ok((await page.locator("#table tbody tr").count()) > 10);
  await picture(page, "light");
  await closed(page);
});

test("at computed widths shares, areas, bounds and the CSV are those of standoff strip, digit for digit", async () => {
  const page = await opened();
  for (const km of COMPUTED) {
    await slide(page, km * 1e3);
    const expected = rows(`${km}km`);
    const shown = await table(page);
    assert.equal(shown.length, expected.size);
    for (const { code, share, overlap, error } of shown) {
      const row = expected.get(code);
      assert.equal(share.toFixed(2), (100 * row.overlap_share).toFixed(2), `${code} at ${km} km`);
      assert.equal(overlap, row.overlap_km2.toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
      assert.ok(parseFloat(error.replaceAll(",", "")) >= row.error_km2);
    }
    const { name, text } = await download(page, "#get-csv");
    assert.equal(name, `strip-${km}km.csv`);
    assert.equal(text, standoff("strip", "--width", `${km}km`, "--format", "csv"));
  }
  await closed(page);
});

test("between computed widths every share is within 0.1 point of standoff strip", async () => {
  const page = await opened();
  for (const km of [7, 61, 144, 333, 487]) {
    await slide(page, km * 1e3);
    const expected = rows(`${km}km`);
    const shown = new Map((await table(page)).map((row) => [row.code, row.share]));
    for (const [code, row] of expected) {
      const off = Math.abs((shown.get(code) ?? 0) - 100 * row.overlap_share);
      assert.ok(off <= 0.1, `${code} at ${km} km: ${off} points`);
    }
  }
  await closed(page);
});

test("the strip on the map grows with the width, and is gone at 0", async () => {
  const page = await opened();
  const areas = [];
  for (const km of [0, 50, 250, 500]) {
    await slide(page, km * 1e3);
    areas.push(await pixels(page, "#strip"));
  }
  assert.equal(areas[0], 0);
  assert.ok(areas[1] < areas[2] && areas[2] < areas[3], areas.join());
  await slide(page, 0);
  assert.equal(await page.locator("#table tbody tr").count(), 0);
  await closed(page);
});

test("the downloaded geometry of a computed width is that of standoff strip, to the last digit", async () => {
  const page = await opened();
  const strip = join(folder, "exact.geojson");
  for (const km of [100, 500]) {
    await slide(page, km * 1e3);
    const [feature] = JSON.parse((await download(page, "#get-geojson")).text).features;
    standoff("strip", "--width", `${km}km`, "--out", strip, "--force");
    const exact = JSON.parse(readFileSync(strip, "utf8")).features.find((f) => f.properties.layer === "strip");
    assert.deepEqual(feature.geometry, exact.geometry);
    assert.equal(feature.properties.max_error_m, exact.properties.max_error_m);
  }
  await slide(page, 250e3);
  const [drawn] = JSON.parse((await download(page, "#get-geojson")).text).features;
  assert.match(drawn.properties.accuracy, /^drawn from a grid/);
  await closed(page);
});

test("the downloaded geometry between computed widths is the strip that is shown, also across the antimeridian", async () => {
  const around = report("russia", "--around", "RUS", "--coast", "--within", "150,60,-165,75", "--widths", "200km,400km");
  for (const [from, args] of [[file, []], [around, ["--around", "RUS", "--coast", "--within", "150,60,-165,75"]]]) {
    const page = await opened({}, from);
    await slide(page, 350e3);
    const { text } = await download(page, "#get-geojson");
    const [feature] = JSON.parse(text).features;
    assert.deepEqual([feature.properties.layer, feature.properties.width_km], ["strip", 350]);
    let area = 0;
    for (const ring of feature.geometry.coordinates.flat()) {
      assert.deepEqual(ring[0], ring.at(-1));
      for (let k = 1; k < ring.length; k++) {
        const [[a, b], [c, d]] = [ring[k - 1], ring[k]];
        assert.ok(Math.abs(c) <= 180 && Math.abs(c - a) < 180);
        area += ((6371.0072 ** 2 * Math.PI) / 180) * (c - a) * -Math.sin(((b + d) / 2) * (Math.PI / 180));
      }
    }
    const strip = join(folder, "strip.geojson");
    standoff("strip", "--width", "350km", ...args, "--out", strip, "--force");
    const exact = JSON.parse(readFileSync(strip, "utf8")).features.find((f) => f.properties.layer === "strip").properties.area_km2;
    assert.ok(Math.abs(area / exact - 1) < 0.01, `${area} km² for ${exact}`);
    if (args.length) await picture(page, "antimeridian");
    await closed(page);
  }
});

test("the table sorts by every column, and says by which", async () => {
  const page = await opened();
  const column = (key) => page.$$eval(`#table tbody td.${key}`, (cells) => cells.map((c) => parseFloat(c.textContent.replaceAll(",", ""))));
  const sorted = (values, turn) => values.every((v, k) => k === 0 || turn * (v - values[k - 1]) >= 0);
  for (const key of ["share", "overlap", "error", "area"]) {
    const head = page.locator(`#table th[data-key="${key}"]`);
    const first = await head.getAttribute("aria-sort");
    await head.locator("button").click();
    const down = first === null;
    assert.equal(await head.getAttribute("aria-sort"), down ? "descending" : "ascending");
    assert.ok(sorted(await column(key), down ? -1 : 1), key);
  }
  await page.click('#table th[data-key="name"] button');
  const names = (await table(page)).map((row) => row.name);
  assert.deepEqual(names, names.toSorted((a, b) => a.localeCompare(b, "en")));
  await closed(page);
});

test("the switch between worldviews changes words, map and figures", async () => {
  const page = await opened();
  await page.check('input[value="un"]', { force: true });
  await page.waitForFunction(() => document.getElementById("facts").textContent.includes("un: as the General Assembly"));
  const expected = rows("200km", "--worldview", "un");
  const russia = (await table(page)).find((row) => row.code === "RUS");
  assert.equal(russia.share.toFixed(2), (100 * expected.get("RUS").overlap_share).toFixed(2));
  await closed(page);
});

test("claims say for the width that is shown whether they are true", async () => {
  const page = await opened();
  const verdict = async (km) => {
    await slide(page, km * 1e3);
    return page.textContent("#claims .claim:nth-child(2) .now");
  };
  // standoff claims: a third of Poland, 131.4 to 159.0 km under this line.
  assert.match(await verdict(120), /not true/);
  assert.match(await verdict(150), /^✓ true/);
  assert.match(await verdict(200), /not true/);
  assert.match(await page.textContent("#claims .claim:nth-child(2)"), /131\.4 to 159\.0 km/);
  await closed(page);
});

test("all can be done from the keyboard", async () => {
  const page = await opened();
  await page.focus("#slider");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.getElementById("width").textContent === "0.5 km");
  await page.keyboard.press("End");
  await page.waitForFunction(() => document.getElementById("width").textContent === "500 km");
  assert.equal(await page.getAttribute("#slider", "aria-valuetext"), "500 km on each side");
  await page.focus("#narrower");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("width").textContent === "400 km");
  await page.waitForFunction(() => document.getElementById("said").textContent.startsWith("400 km on each side: "));
  await page.focus("#map");
  const scale = () => page.textContent("#scale-text");
  const whole = await scale();
  for (let k = 0; k < 5; k++) await page.keyboard.press("+");
  await page.waitForFunction((whole) => document.getElementById("scale-text").textContent !== whole, whole);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("0");
  await page.waitForFunction((whole) => document.getElementById("scale-text").textContent === whole, whole);
  await page.focus('#table th[data-key="name"] button');
  await page.keyboard.press("Enter");
  assert.equal(await page.getAttribute('#table th[data-key="name"]', "aria-sort"), "ascending");
  const reached = new Set();
  await page.focus("body");
  for (let k = 0; k < 60; k++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.id));
  }
  for (const id of ["slider", "narrower", "wider", "map", "zoom-in", "get-csv"]) assert.ok(reached.has(id), id);
  await closed(page);
});

test("the pointer learns where it is and how far the line", async () => {
  const page = await opened();
  await page.locator("#map").scrollIntoViewIfNeeded();
  const box = await page.locator("#map").boundingBox();
  for (let k = 1; k < 12; k++) await page.mouse.move(box.x + (box.width * k) / 12, box.y + box.height * 0.45);
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5);
  assert.match(await page.textContent("#under"), /here about [\d,]+ km from the line/);
  await page.mouse.wheel(0, -600);
  await page.waitForTimeout(300);
  await picture(page, "zoomed", { fullPage: false });
  await closed(page);
});

test("print leaves out what can only be clicked, on white", async () => {
  const page = await opened({ colorScheme: "dark" });
  const shape = () => page.$eval("#map", (map) => map.clientWidth / map.clientHeight);
  const onScreen = await shape();
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 690, height: 1000 });
  const onPaper = await shape();
  // The map is scaled to the paper, not squeezed, and its scale bar with it.
  assert.ok(Math.abs(onPaper / onScreen - 1) < 0.02, `${onScreen} on the screen, ${onPaper} on paper`);
  assert.match(await page.$eval("#scale-bar", (bar) => bar.style.width), /%$/);
  await page.waitForTimeout(200);
  for (const id of ["#slider", "#zoom-in", "#get-csv"]) assert.ok(!(await page.isVisible(id)), id);
  for (const id of ["#width", "#map", "#curves", "#table", "#method"]) assert.ok(await page.isVisible(id), id);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgb(255, 255, 255)");
  const land = await page.$eval("#land", (c) => [...c.getContext("2d").getImageData(c.width / 2, c.height / 2, 1, 1).data]);
  assert.ok(Math.min(...land.slice(0, 3)) > 200 || land[3] === 0, land.join());
  await page.pdf({ path: shot("print.pdf"), format: "A4", preferCSSPageSize: true });
  await picture(page, "print");
  await closed(page);
});

test("a narrow screen shows everything without scrolling sideways", async () => {
  const page = await opened({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  for (const id of ["#slider", "#map", "#curves", "#table"]) assert.ok(await page.isVisible(id), id);
  await picture(page, "narrow");
  await closed(page);
});

test("dark and light follow the reader's choice, also while the page is open", async () => {
  const page = await opened({ colorScheme: "dark" });
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(await paper(), "rgb(23, 23, 21)");
  await picture(page, "dark");
  await page.emulateMedia({ colorScheme: "light" });
  assert.equal(await paper(), "rgb(251, 250, 246)");
  await closed(page);
});

test("axe finds no fault in light, dark and narrow", async () => {
  for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 360, height: 740 } }]) {
    const page = await opened({ ...options, bypassCSP: true });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`), []);
    await closed(page);
  }
});

test("names and texts from input are shown as they are, and nothing in them runs", async () => {
  const square = (code, name, x) => ({
    type: "Feature",
    properties: { code, name },
    geometry: { type: "Polygon", coordinates: [[[x, 50], [x + 2, 50], [x + 2, 52], [x, 52], [x, 50]]] },
  });
  const name = '<img src=x onerror=alert(1)></script><script>alert(2)</script>"&{{data}}';
  const territories = join(folder, "hostile.geojson");
  writeFileSync(territories, JSON.stringify({ type: "FeatureCollection", features: [square("AAA", name, 10), square("B<b>", "Ünïcode \u2028 name", 12)] }));
  const hostile = report("hostile", "--territories", territories, "--between", "AAA", "B<b>", "--widths", "20km,40km", "--title", `${name} title`);
  const page = await opened({}, hostile);
  assert.equal(await page.textContent("h1"), `${name} title`);
  const shown = await table(page);
  assert.ok(shown.some((row) => row.name === `${name}AAA`), JSON.stringify(shown));
  assert.equal(await page.locator("img").count(), 0);
  assert.equal(await page.evaluate(() => document.scripts.length), 2);
  await picture(page, "hostile");
  await closed(page);
});
