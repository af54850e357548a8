// Numbers as the program prints them, and small elements. Texts from input only ever become text nodes.

/** @param {number} value @param {number} places */
const grouped = (value, places) =>
  value.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });

/** @param {number} share */
const percent = (share, places = 2) => `${(100 * share).toFixed(places)} %`;

/**
 * A width in kilometres, without zeros at the end.
 * @param {number} metres
 */
const kilometres = (metres) => `${+(metres / 1e3).toFixed(3)} km`;

/**
 * An element with a class and texts or elements in it.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {string} [name] @param {...(Node | string)} inside
 */
function element(tag, name, ...inside) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inside);
  return made;
}

/**
 * Sets a text only where it differs, so that nothing is laid out anew for nothing.
 * @param {Node} node @param {string} text
 */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
