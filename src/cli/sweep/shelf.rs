//! Strips and rows that scenarios of other flags can use, because their lines and territories are the same to the last bit.
//!
//! What is kept does not grow with the number of scenarios: the strips and rows last used stay.

use crate::error::Error;
use crate::overlap::fingerprint::Fingerprint;
use crate::overlap::measure::Kept;
use crate::overlap::rows::KnownRows;
use crate::strip::Strip;
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
    pub side: Side,
    pub cap: Cap,
}

/// A strip, measured.
pub struct Made {
    pub strip: Strip,
    pub kept: Kept,
    pub rows: Arc<KnownRows>,
}

type Slot = Arc<OnceLock<Result<Arc<Made>, Error>>>;

/// What was made last, the latest at the end.
#[derive(Default)]
pub struct Shelf {
    strips: Mutex<Vec<(StripKey, Slot)>>,
    rows: Mutex<Vec<(StripKey, Arc<KnownRows>)>>,
}

impl Shelf {
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
        make: impl FnOnce() -> Result<(Strip, Kept), Error>,
    ) -> Result<Arc<Made>, Error> {
        let slot = self.slot(key);
        let made = slot.get_or_init(|| {
            let (strip, kept) = make()?;
            let rows = self.rows_of(key);
            Ok(Arc::new(Made { strip, kept, rows }))
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
        let over = rows.len().saturating_sub(ROWS);
        rows.drain(..over);
        known
    }

    /// Lets go of the strips not used for the longest time.
    fn make_room(&self) {
        let mut strips = self.strips.lock().unwrap_or_else(PoisonError::into_inner);
        let mut room = VERTICES;
        let mut first = strips.len();
        while first > 0 {
            let made = strips[first - 1].1.get();
            // Small ones, and refused ones, have a price too.
            let price = match made {
                Some(Ok(made)) => made.strip.vertices.max(1000),
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
