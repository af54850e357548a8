//! Sweeps as a user meets them: the same figures as single runs, the same bytes whatever happens to the run.

mod bench;
mod failures;
mod figures;
mod killed;
mod refusals;
