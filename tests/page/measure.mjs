// How long the page takes to open and a slider step takes: figures to report, not a test. `node tests/page/measure.mjs [FILE]`

import { launch, open, report } from "./browser.mjs";

const file = process.argv[2] ?? report("measured", "--widths", "100km..1000km:100km");
const browser = await launch();
const middle = (values, part) => values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))].toFixed(1);
for (const ratio of [1, 2]) {
  const start = performance.now();
  const page = await open(browser, file, { deviceScaleFactor: ratio });
  const opened = performance.now() - start;
  // The work of a step, and the time until the next frame can begin: with painting.
  const { steps, frames } = await page.evaluate(async () => {
    const slider = document.getElementById("slider");
    const frames = [];
    performance.clearMeasures();
    for (let k = 0; k <= 200; k++) {
      slider.value = (k / 200) * slider.max;
      const start = performance.now();
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      frames.push((performance.now() - start) / 2);
    }
    return { steps: performance.getEntriesByName("step", "measure").map((m) => m.duration), frames };
  });
  console.log(`${ratio} device pixels a pixel: opened in ${opened.toFixed(0)} ms; a step's work ${middle(steps, 0.5)} ms (95 %: ${middle(steps, 0.95)} ms), a frame with painting ${middle(frames, 0.5)} ms (95 %: ${middle(frames, 0.95)} ms)`);
  await page.close();
}
await browser.close();
