//! Many scenarios from one file: a plan, run on all cores, that can be cut off at any moment and goes on where it was.
//!
//! In reading order: [`schema`] (the file, with the place of every value), [`grid`] (axes that multiply), [`plan`] (named
//! scenarios, each made when it is asked for), [`run`] (units of work on all cores, answers in the plan's order), [`journal`]
//! (what is finished, kept through a kill, a full disk, a power cut), [`manifest`] (what the results are made of), [`table`] (tables
//! read back), [`compare`] (what changes between two) and [`choices`] (the form in which files keep what made them). What a flag means is the command line's part: here flags are names and texts.

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

pub mod choices;
