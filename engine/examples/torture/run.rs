//! One case through both engines and the judge.

use crate::case::Case;
use crate::judge::{Claim, Verdict, judge};
use crate::oracle::Oracle;
use crate::random::Random;
use crate::standing::Standing;
use geo::{Coord, LineString, MultiLineString, MultiPolygon};
use standoff_engine::strip::sides::{Cap, Side};
use standoff_engine::strip::{Engine, PreparedLine, Strip, StripOptions};
use standoff_engine::units::Metres;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// A case by offset curves is left out where these would cross each other more often than this.
const MOST_CROSSINGS: f64 = 3e6;

/// What one engine made of a case.
pub struct Outcome {
    /// `cells`, `offsets` or `sides`.
    pub engine: &'static str,
    pub answer: Answer,
    /// Seconds in the engine and in the judge.
    pub seconds: [f64; 2],
}

pub enum Answer {
    Judged {
        verdict: Verdict,
        bound: f64,
        polygons: MultiPolygon<f64>,
    },
    /// The engine is not suited and handed over to the other.
    FellBack,
    /// Too slow to be worth while.
    LeftOut,
    Refused(String),
    Panicked,
}

impl Outcome {
    pub fn is_broken(&self) -> bool {
        match &self.answer {
            Answer::Judged { verdict, .. } => verdict.is_broken(),
            Answer::Panicked => true,
            _ => false,
        }
    }
}

/// Runs a case. The random numbers are those of the judge.
pub fn run(case: &Case, random: &mut Random) -> Vec<Outcome> {
    let lines = MultiLineString(case.parts.iter().cloned().map(LineString).collect());
    let line = match PreparedLine::new(&lines, case.edges) {
        Ok(line) => line,
        Err(e) => return vec![outcome("cells", Answer::Refused(e.what), 0.0)],
    };
    let oracle = Oracle::new(&case.parts, case.edges);
    let sided = (case.side, case.cap) != (Side::Both, Cap::Round);
    let make = |engine: Engine| {
        line.strip_by(
            engine,
            &StripOptions::new(Metres(case.width)).tolerance(Metres(case.tolerance)),
        )
    };
    if sided {
        let engine = line.engine_for(Metres(case.width));
        let sides = || make(engine).and_then(|s| line.one_sided(s, case.side, case.cap));
        return vec![tried("sides", sides, case, &line, &oracle, random)];
    }
    let cells = tried(
        "cells",
        || make(Engine::Cells),
        case,
        &line,
        &oracle,
        random,
    );
    let offsets = if crossings(case, &oracle) > MOST_CROSSINGS {
        outcome("offsets", Answer::LeftOut, 0.0)
    } else {
        tried(
            "offsets",
            || make(Engine::Offsets),
            case,
            &line,
            &oracle,
            random,
        )
    };
    let same = match (&cells.answer, &offsets.answer) {
        (Answer::Judged { polygons: a, .. }, Answer::Judged { polygons: b, .. }) => a == b,
        (Answer::Refused(a), Answer::Refused(b)) => a == b,
        _ => false,
    };
    // The engines never agree to the last bit, unless one handed over to the other.
    let offsets = if same {
        outcome("offsets", Answer::FellBack, 0.0)
    } else {
        offsets
    };
    vec![cells, offsets]
}

/// About how often the offset curves of the line cross, if it is crowded evenly in a square of its size.
fn crossings(case: &Case, oracle: &Oracle) -> f64 {
    let n = oracle.edges.len() as f64;
    let mean = oracle.length() / n;
    n * n.min(2.0 * case.width / mean.max(1e-9))
}

fn tried(
    engine: &'static str,
    make: impl Fn() -> Result<Strip, standoff_engine::error::Error>,
    case: &Case,
    line: &PreparedLine,
    oracle: &Oracle,
    random: &mut Random,
) -> Outcome {
    let began = Instant::now();
    let strip = match catch_unwind(AssertUnwindSafe(&make)) {
        Ok(Ok(strip)) => strip,
        Ok(Err(e)) => {
            return outcome(
                engine,
                Answer::Refused(e.what),
                began.elapsed().as_secs_f64(),
            );
        }
        Err(_) => return outcome(engine, Answer::Panicked, began.elapsed().as_secs_f64()),
    };
    let made = began.elapsed().as_secs_f64();
    let claim = Claim {
        polygons: strip.polygons(),
        width: case.width,
        bound: strip.max_error().0,
        tolerance: case.tolerance,
    };
    let sided = (case.side, case.cap) != (Side::Both, Cap::Round);
    let standing = sided.then(|| Standing::new(oracle, case.side, case.cap));
    let guide = |p: Coord<f64>| line.distance(p).0;
    let verdict = judge(oracle, &claim, standing.as_ref(), &guide, random);
    Outcome {
        engine,
        seconds: [made, began.elapsed().as_secs_f64() - made],
        answer: Answer::Judged {
            verdict,
            bound: strip.max_error().0,
            polygons: strip.into_polygons(),
        },
    }
}

fn outcome(engine: &'static str, answer: Answer, made: f64) -> Outcome {
    Outcome {
        engine,
        answer,
        seconds: [made, 0.0],
    }
}
