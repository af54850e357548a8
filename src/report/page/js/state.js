// What the reader has chosen: a scenario and a width. Whoever shows something is told of changes, once a frame.

const state = { scenario: page.scenarios[0], width: 0 };
/** @type {((fresh: boolean) => unknown)[]} */
const viewers = [];
let asked = 0;
let switched = true;

/**
 * Calls `view` after each change; `fresh` says that the scenario is another one.
 * @param {(fresh: boolean) => unknown} view
 */
const onChange = (view) => viewers.push(view);

function show() {
  asked = 0;
  const fresh = switched;
  switched = false;
  performance.mark("step");
  for (const view of viewers) view(fresh);
  performance.measure("step", "step");
}

/** @param {{ scenario?: Scenario, width?: number }} change */
function set(change) {
  if (change.scenario && change.scenario !== state.scenario) switched = true;
  Object.assign(state, change);
  asked ||= requestAnimationFrame(show);
}

/** Index of the computed width that is shown, or -1. */
const computed = () => page.widths.findIndex((w) => Math.abs(w.metres - state.width) < 1e-6);

/**
 * The figures of the scenario's territories at the width: the program's rows where it was computed.
 * @returns {Figure[]}
 */
function figures() {
  const k = computed();
  const { scenario, width } = state;
  if (k >= 0) {
    return scenario.rows[k].map(([territory, overlap, share, error, dataError]) => {
      const covered = scenario.territories[territory];
      return { covered, overlap: +overlap, share: +share, error: +error, area: +covered.area, exact: [overlap, share, error, dataError] };
    });
  }
  const all = scenario.territories.map((covered) => {
    const share = shareAt(covered, width), area = +covered.area;
    return { covered, share, area, overlap: share * area, error: BETWEEN * area, exact: null };
  });
  return all.filter((row) => row.share > 0);
}

/** Bound on shares between computed widths: 0.1 point. */
const BETWEEN = 0.001;
