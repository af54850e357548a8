// Chromium for the tests, with everything watched that a page must not do, and pages made by the program.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const program = process.env.STANDOFF ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release", "standoff");
export const folder = mkdtempSync(join(tmpdir(), "standoff-page-"));
const shots = join(root, "tests", "page", "shots");
mkdirSync(shots, { recursive: true });

/** What the program writes to standard output. */
export const standoff = (...args) => execFileSync(program, [...args, "--quiet"], { encoding: "utf8", maxBuffer: 1 << 28 });

/** A report's file. */
export function report(name, ...args) {
  const file = join(folder, `${name}.html`);
  standoff("report", ...args, "--out", file, "--force");
  return file;
}

/** The rows of the overlap table at a width, by territory. */
export function rows(width, ...args) {
  return new Map(JSON.parse(standoff("strip", "--width", width, "--format", "json", ...args)).map((row) => [row.territory, row]));
}

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** Opens a file and waits until it is ready; `page.faults` has each request beyond the file, error and warning. */
export async function open(browser, file, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const address = pathToFileURL(file).href;
  page.faults = [];
  page.on("request", (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith("data:") && !url.startsWith("blob:")) page.faults.push(`asks for ${url}`);
  });
  page.on("websocket", (socket) => page.faults.push(`opens ${socket.url()}`));
  page.on("console", (message) => page.faults.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    page.faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(address);
  await page.waitForSelector("html[data-ready]");
  return page;
}

/** Moves the slider to a width in metres and waits until it is shown. */
export async function slide(page, metres) {
  await page.evaluate(async (metres) => {
    const slider = document.getElementById("slider");
    slider.value = metres;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }, metres);
}

/** The table as it is shown: code, share in percent, km². */
export const table = (page) => page.$$eval("#table tbody tr", (lines) => lines.map((line) => ({
  name: line.querySelector(".name").textContent,
  code: line.querySelector(".name small")?.textContent,
  share: parseFloat(line.querySelector(".share span:last-child").textContent),
  overlap: line.querySelector(".overlap").textContent,
  error: line.querySelector(".error").textContent,
})));

/** A picture to look at, in tests/page/shots. */
export const picture = (page, name, options = {}) => page.screenshot({ path: join(shots, `${name}.png`), fullPage: true, ...options });
export const shot = (name) => join(shots, name);
