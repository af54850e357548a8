//! From territories and groups to one line.
//!
//! In reading order: [`territory`] is the unit of every table; [`worldview`] makes territories from the shipped units, and
//! [`disputed`] says who claims what;
//! [`names`] is what people call them all;
//! [`alliance`] says who belonged to what and when; [`group`] reads `RUS,BLR` or `NATO`; [`topology`] finds the edges
//! that territories share (by `edge_index`) and chains them, [`snap`] those that only nearly agree; [`within`] cuts a line at a box, [`land`] leaves
//! out what of it runs over the sea; [`mod@line`] puts these together into the line that a user asks for, [`pairs`] says how
//! long each pair of neighbours' part of it is, and [`readings`] whether it matters how its edges are read.
pub use crate::territory;

pub mod alliance;
pub mod disputed;
mod edge_index;
pub mod group;
pub mod land;
pub mod line;
pub mod names;
pub mod pairs;
pub mod readings;
pub mod snap;
pub mod topology;
pub mod within;
pub mod worldview;
