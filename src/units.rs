//! Quantities with their unit in the type, and how users write them (`300km`, `2.5nmi`).

/// A length or distance in metres. Any finite value; functions state their own range.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Metres(pub f64);

/// An area on the ellipsoid in square metres. Signed where a function says so.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct SquareMetres(pub f64);

impl Metres {
    /// The length in kilometres.
    pub fn km(self) -> f64 {
        self.0 / 1e3
    }
}

impl SquareMetres {
    /// The area in square kilometres.
    pub fn km2(self) -> f64 {
        self.0 / 1e6
    }
}
