//! Many scenarios from one file: a plan, run on all cores, that can be cut off at any moment and goes on where it was.
//!
//! In reading order: [`schema`] (the file, with the place of every value), [`grid`] (axes that multiply), [`plan`] (named
//! scenarios, each made when it is asked for), [`run`] (units of work on all cores, answers in the plan's order), [`journal`]
//! (what is finished, kept through a kill, a full disk, a power cut), [`manifest`] (what the results are made of), [`table`] (tables
//! read back), [`compare`] (what changes between two) and [`choices`] (the form in which files keep what made them). What a flag means is the command line's part: here flags are names and texts.

pub mod schema;

pub mod grid;

pub mod plan;

pub mod run;

pub mod journal;

pub mod manifest;

pub mod table;

pub mod compare;

pub mod choices;
