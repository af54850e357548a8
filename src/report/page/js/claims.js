// Claims with the widths for which each is true, and whether the width shown is one of them.

/** @type {{ claim: Claim, mark: HTMLElement, now: HTMLElement }[]} */
const verdicts = [];

/** @param {Claim} claim @param {number} width */
function holdsAt(claim, width) {
  return claim.holds !== null && width > 0 && width >= claim.holds[0] && width <= claim.holds[1];
}

/** @param {Claim} claim */
function drawClaim(claim) {
  const words = element("div", "", claim.all ? "All of these at one width" : element("q", "", claim.wording));
  if (!claim.all) words.append(element("small", "", `${claim.of}: ${claim.shares}${claim.note ? `; ${claim.note}` : ""}`));
  const mark = element("b");
  const bar = element("div", "span", mark);
  bar.setAttribute("aria-hidden", "true");
  if (claim.holds) {
    const [from, to] = claim.holds.map((w) => Math.min(w, widest) / widest);
    const reach = element("i");
    reach.style.left = `${100 * from}%`;
    reach.style.width = `${Math.max(100 * (to - from), to < 1 || from < 1 ? 0.4 : 0)}%`;
    bar.prepend(reach);
  }
  const now = element("div", "now");
  verdicts.push({ claim, mark, now });
  const verdict = claim.verdict[0].toUpperCase() + claim.verdict.slice(1);
  return element("div", claim.all ? "claim all" : "claim", words, element("div", "", bar, element("small", "", verdict)), now);
}

function drawVerdicts() {
  for (const { claim, mark, now } of verdicts) {
    const holds = holdsAt(claim, state.width);
    mark.style.left = `${(100 * state.width) / widest}%`;
    setText(now, `${holds ? "✓ true" : "✗ not true"} at ${kilometres(state.width)}`);
    now.classList.toggle("no", !holds);
  }
}

function startClaims() {
  if (!page.claims) return;
  byId("claims-section").hidden = false;
  const { title, source, note, file } = page.claims;
  setText(byId("claims-source"), [title, source && `Source: ${source}`, note, `The list: ${file}.`].filter(Boolean).join(" · "));
  onChange((fresh) => {
    if (fresh) {
      verdicts.length = 0;
      byId("claims").replaceChildren(...state.scenario.claims.map(drawClaim));
    }
    drawVerdicts();
  });
}
