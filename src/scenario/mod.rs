//! Many scenarios from one file: a plan, run on all cores, that can be cut off at any moment and goes on where it was.
//!
//! In reading order: [`value`] (a scenario: the one form of a choice), [`term`] and [`field`] (what its fields hold), [`recorded`] (how
//! results keep it), [`presets`] (published zones); then [`schema`] (the file, with the place of every value), [`grid`] (axes that multiply), [`plan`] (named
//! scenarios, each made when it is asked for), [`run`] (units of work on all cores, answers in the plan's order), [`journal`]
//! (what is finished, kept through a kill, a full disk, a power cut), [`manifest`] (what the results are made of), [`table`] (tables
//! read back) and [`compare`] (what changes between two).

#[cfg(feature = "cli")]
pub mod schema;

#[cfg(feature = "cli")]
pub mod grid;

#[cfg(feature = "cli")]
pub mod plan;

#[cfg(feature = "cli")]
pub mod run;

#[cfg(feature = "cli")]
pub mod journal;

#[cfg(feature = "cli")]
pub mod manifest;

#[cfg(feature = "cli")]
pub mod table;

#[cfg(feature = "cli")]
pub mod compare;

pub mod field;

pub mod presets;

pub mod recorded;

pub mod term;

pub mod value;
