//! The population: classes of lines and widths, each aimed at a way in which a strip can go wrong.

mod shapes;
mod wide;

use crate::case::Case;
use crate::random::Random;

/// A kind of case.
pub struct Class {
    pub name: &'static str,
    /// What it draws, in a line.
    pub what: &'static str,
    draw: fn(&mut Random) -> Case,
}

impl Class {
    /// The case of that number.
    pub fn case(&self, seed: u64, index: u64) -> Case {
        (self.draw)(&mut Random::of(self.name, seed, index))
    }
}

const fn class(name: &'static str, what: &'static str, draw: fn(&mut Random) -> Case) -> Class {
    Class { name, what, draw }
}

/// All classes, in the order of the report.
pub const CLASSES: [Class; 17] = [
    class(
        "focal",
        "one to three long edges straight in lon/lat, 0.6 to 1.6 times their focal distance wide",
        wide::focal,
    ),
    class(
        "parallel",
        "a stretch of a parallel, about 90° less its latitude wide: the focal distance",
        wide::parallel,
    ),
    class(
        "hemispheric",
        "2 to 8 positions anywhere, 1,000 km wide to the widest",
        wide::hemispheric,
    ),
    class(
        "polar",
        "lines round, to and over a pole, 1 km to 4,000 km wide",
        wide::polar,
    ),
    class(
        "antimeridian",
        "lines along and across ±180°, 100 m to 3,000 km wide",
        wide::antimeridian,
    ),
    class(
        "points",
        "one to five isolated points, or two positions, 10 m wide to the widest",
        wide::points,
    ),
    class(
        "curl",
        "arcs, spirals and curls of 3 to 60 edges of 0.2 to 30 % of the width",
        shapes::curl,
    ),
    class(
        "pair",
        "two or three nearly parallel lines, about twice the width apart",
        shapes::pair,
    ),
    class(
        "duplicate",
        "positions, edges and parts that stand twice; lines that turn back",
        shapes::duplicate,
    ),
    class(
        "crossing",
        "lines that cross themselves and each other",
        shapes::crossing,
    ),
    class(
        "bend",
        "two or three edges with bends from 0 to 180°, edges of 0.05 to 50 widths",
        shapes::bend,
    ),
    class(
        "dense",
        "300 to 3,000 tiny edges along a smooth curve, 2 to 300 of them in a width",
        shapes::dense,
    ),
    class(
        "track",
        "tracks as receivers record them: noise, stops, repeated places",
        shapes::track,
    ),
    class(
        "ring",
        "closed rings, about half their inner diameter wide: the hole closes",
        shapes::ring,
    ),
    class(
        "fractal",
        "borders by displaced middles, 8 to 500 edges, of 0.02 to 30 widths",
        shapes::fractal,
    ),
    class(
        "side",
        "one side, flat caps or both, of lines of the other classes",
        shapes::side,
    ),
    class(
        "wiggle",
        "smooth waves whose radius of curvature is about the width",
        shapes::wiggle,
    ),
];

/// The class of a name.
pub fn by_name(name: &str) -> Option<&'static Class> {
    CLASSES.iter().find(|c| c.name == name)
}
