//! From territories and groups to one line.
//!
//! In reading order: [`territory`] is the unit of every table; [`worldview`] makes territories from the shipped units;
//! [`alliance`] says who belonged to what and when; [`group`] reads `RUS,BLR` or `NATO`; [`topology`] finds the edges
//! that territories share and chains them, [`snap`] those that only nearly agree; [`mod@line`] puts these together into the
//! line that a user asks for; [`land`] leaves out what of it runs over the sea.
pub mod alliance;
pub mod group;
pub mod land;
pub mod line;
pub mod snap;
pub mod territory;
pub mod topology;
pub mod worldview;
