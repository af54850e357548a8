//! One page of HTML with a map, a slider of the width, curves, claims and a table; it needs nothing but a browser.
//!
//! In reading order: [`plane`] (the map's projection), [`field`] (distances on a grid of it: the strip of any width is where they
//! are small), [`outline`] (territories simplified), [`exact`] (the strips' own
//! outlines at the computed widths, to download), [`model`] (all that the page is told), [`base64`], [`html`] (the page). What
//! runs in the browser is in `page.html`, `page.css` and `js/`, one idea a file; `vendor/` has d3-geo, for projections, and
//! d3-zoom, with its licence and the script that builds it.
//!
//! Why a grid: a strip's outline at each of a thousand widths would be tens of megabytes. One grid of distances gives all of them,
//! drawn in some milliseconds, to a part of the grid's step, which the page states. Figures do not come from it: those at
//! computed widths are the rows of `standoff strip`, those between come from [`crate::overlap::profile`].

pub mod base64;
pub mod exact;
pub mod field;
pub mod html;
pub mod model;
pub mod outline;
pub mod plane;
