// Numbers as the program prints them, and small elements. Texts from input only ever become text nodes.

const grouped = (value, places) =>
  value.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });

const percent = (share, places = 2) => `${(100 * share).toFixed(places)} %`;

/** A width in kilometres, without zeros at the end. */
const kilometres = (metres) => `${+(metres / 1e3).toFixed(3)} km`;

/** An element with a class and texts or elements in it. */
function element(tag, name, ...inside) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inside);
  return made;
}

const byId = (id) => document.getElementById(id);

/** Sets a text only where it differs, so that nothing is laid out anew for nothing. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
