//! Strips and rows that scenarios of other flags can use, because their lines and territories are the same to the last bit.
//!
//! What is kept does not grow with the number of scenarios: the strips and rows last used stay.

use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::overlap::measure::Kept;
use crate::overlap::rows::KnownRows;
use crate::strip::sides::{Cap, Side};
use crate::units::Metres;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The most vertices of all strips that are kept; each has some 250 bytes with it.
const VERTICES: usize = 1_200_000;
/// The most strips whose rows are kept, tens of kilobytes each.
const ROWS: usize = 500;

/// What a strip depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StripKey {
    pub line: Fingerprint,
    pub width: Metres,
    pub tolerance: Metres,
    /// Whether it is the user's own: then it is kept, or there is no strip.
    pub asked: bool,
    pub side: Side,
    pub cap: Cap,
}

/// A strip, measured.
pub struct Made {
    pub kept: Kept,
    pub rows: Arc<KnownRows>,
}

type Slot = Arc<OnceLock<Result<Arc<Made>, Error>>>;

/// What was made last, the latest at the end.
pub struct Shelf {
    most_vertices: usize,
    most_rows: usize,
    strips: Mutex<Vec<(StripKey, Slot)>>,
    rows: Mutex<Vec<(StripKey, Arc<KnownRows>)>>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self::bounded(VERTICES, ROWS)
    }
}

impl Shelf {
    /// Keeps strips of so many vertices together, and the rows of so many strips.
    fn bounded(most_vertices: usize, most_rows: usize) -> Self {
        Shelf {
            most_vertices,
            most_rows,
            strips: Mutex::default(),
            rows: Mutex::default(),
        }
    }

    /// What is known of the rows of a strip that has been made.
    pub fn known(&self, key: &StripKey) -> Option<Arc<KnownRows>> {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let place = rows.iter().position(|(known, _)| known == key)?;
        let entry = rows.remove(place);
        let known = Arc::clone(&entry.1);
        rows.push(entry);
        Some(known)
    }

    /// The strip, made and measured by whoever needs it first.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn strip(
        &self,
        key: StripKey,
        make: impl FnOnce() -> Result<Kept, Error>,
    ) -> Result<Arc<Made>, Error> {
        let slot = self.slot(key);
        let made = slot.get_or_init(|| {
            let kept = make()?;
            let rows = self.rows_of(key);
            Ok(Arc::new(Made { kept, rows }))
        });
        self.make_room();
        made.clone()
    }

    fn slot(&self, key: StripKey) -> Slot {
        let mut strips = self.strips.lock().unwrap_or_else(PoisonError::into_inner);
        let place = strips.iter().position(|(known, _)| *known == key);
        let entry = match place {
            Some(place) => strips.remove(place),
            None => (key, Slot::default()),
        };
        let slot = Arc::clone(&entry.1);
        strips.push(entry);
        slot
    }

    fn rows_of(&self, key: StripKey) -> Arc<KnownRows> {
        if let Some(known) = self.known(&key) {
            return known;
        }
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let known = Arc::new(KnownRows::default());
        rows.push((key, Arc::clone(&known)));
        let over = rows.len().saturating_sub(self.most_rows);
        rows.drain(..over);
        known
    }

    /// Lets go of the strips not used for the longest time.
    fn make_room(&self) {
        let mut strips = self.strips.lock().unwrap_or_else(PoisonError::into_inner);
        let mut room = self.most_vertices;
        let mut first = strips.len();
        while first > 0 {
            let made = strips[first - 1].1.get();
            // Small ones, and refused ones, have a price too.
            let price = match made {
                Some(Ok(made)) => made.kept.strip().vertices().max(1000),
                _ => 1000,
            };
            let Some(left) = room.checked_sub(price) else {
                break;
            };
            (room, first) = (left, first - 1);
        }
        strips.drain(..first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::border::territory::Territory;
    use crate::overlap::measure::Measured;
    use crate::overlap::overlaps::zone_overlaps;
    use crate::strip::{Edges, PreparedLine, StripOptions};
    use crate::zone::Zone;
    use geo::{MultiLineString, MultiPolygon, wkt};

    #[test]
    fn strips_that_were_let_go_are_made_again_with_the_same_rows() {
        let lines = MultiLineString(vec![wkt!(LINESTRING(0. 0.4,0. 0.6))]);
        let prepared = PreparedLine::new(&lines, Edges::Planar).expect("a line");
        let east = wkt!(POLYGON((0. 0.,1. 0.,1. 1.,0. 1.,0. 0.)));
        let territories = [Territory::new("EAS", "Eastland", MultiPolygon(vec![east]))];
        let zone = Zone::plain(1);
        // Room for one strip, and for the rows of two.
        let shelf = Shelf::bounded(1500, 2);
        let mut made = 0;
        let mut areas = Vec::new();
        let mut ask = |km: f64| {
            let key = StripKey {
                line: prepared.fingerprint(),
                width: Metres(km * 1e3),
                tolerance: Metres(10.0),
                asked: true,
                side: Side::Both,
                cap: Cap::Round,
            };
            let found = shelf.strip(key, || {
                made += 1;
                let options = StripOptions::new(key.width).tolerance(key.tolerance);
                Kept::of(&prepared, prepared.strip(&options)?)
            });
            let found = found.expect("a strip");
            let measured = [Measured::again(&prepared, &found.kept).expect("the same line")];
            let rows = zone_overlaps(&measured, &zone, key.width, &territories).expect("rows");
            areas.push(rows.rows[0].area.0.to_bits());
            assert!(shelf.strips.lock().expect("no panic").len() <= 1);
            assert!(shelf.rows.lock().expect("no panic").len() <= 2);
        };
        for km in [10.0, 10.0, 20.0, 30.0, 10.0, 20.0, 30.0] {
            ask(km);
        }
        assert_eq!(made, 6, "only the second of 10 km was still there");
        assert_eq!(areas[0], areas[1]);
        assert_eq!(areas[1..4], areas[4..]);
        assert_ne!(areas[1], areas[2]);
    }
}
