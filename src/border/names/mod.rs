//! What people call territories: `Russia`, `rus`, `RU`, `South Korea`, `Baltics`, `Crimea` → the codes that the rest works with.
//!
//! In reading order: [`fold`] makes names equal that differ in case, accents and dots alone; [`table`] is `data/names.csv`;
//! [`meaning`] says what a name means beside the territories that are there, [`mod@unit`] what units and worldviews are called;
//! [`suggest`] what a name that nobody has may have been.
//!
//! The order: a code of the territories that are there, exactly as it stands; an alliance's name; `ALL`; the same in another case;
//! then names, of the territories and of the table together. A name never changes the worldview. What may mean several is an error
//! that lists them.

pub mod fold;
pub mod meaning;
pub mod suggest;
pub mod table;
pub mod unit;

pub use meaning::{Told, Words};
