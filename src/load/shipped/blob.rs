//! The packed form of the boundary units: written by `build.rs`, read by [`super::units`].
//!
//! All coordinates are multiples of 1e-5 degrees, so integers hold them exactly and differences between neighbours
//! take one or two bytes. After an 8-byte mark and an 8-byte checksum of the rest come the number of units, the head
//! of every unit (six strings, the bytes of its geometry, the number of its polygons), then the geometries. A geometry
//! is, for each polygon, the number of its rings, and for each ring the number of its positions and the differences
//! to the position before, starting from (0, 0) in each unit. Numbers are LEB128, differences zigzag.
//! `build.rs` includes this file: it uses nothing but the standard library.

/// Steps of the coordinate grid in a degree.
pub const GRID: f64 = 1e5;
/// First bytes of the packed form; the last one is its version.
pub const MARK: &[u8; 8] = b"standof2";
/// Bytes before the checked part: the mark and the checksum.
pub const PREFIX: usize = 16;

/// Checksum that any single changed byte changes; made for damage, not for malice.
pub fn checksum(bytes: &[u8]) -> u64 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let step = |h: u64, word: u64| (h ^ word).wrapping_mul(K).rotate_left(29);
    let mut chunks = bytes.chunks_exact(8);
    let mut h = bytes.len() as u64;
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        h = step(h, u64::from_le_bytes(word));
    }
    for &byte in chunks.remainder() {
        h = step(h, u64::from(byte));
    }
    h
}

/// Reads the packed form; every answer is `None` where the bytes end early or make no sense.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { bytes }
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.bytes.split_at_checked(n)?;
        self.bytes = tail;
        Some(head)
    }

    #[inline]
    pub fn number(&mut self) -> Option<u32> {
        let mut value = 0u32;
        for (i, &byte) in self.bytes.iter().enumerate().take(5) {
            // The fifth byte of 32 bits holds four of them.
            if i == 4 && byte > 0x0f {
                return None;
            }
            value |= u32::from(byte & 0x7f) << (7 * i);
            if byte < 0x80 {
                self.bytes = &self.bytes[i + 1..];
                return Some(value);
            }
        }
        None
    }

    /// A count of things that take at least `bytes_each` bytes: more than can follow is damage, found before memory is asked for.
    pub fn count(&mut self, bytes_each: usize) -> Option<usize> {
        let n = self.number()? as usize;
        (n.checked_mul(bytes_each)? <= self.bytes.len()).then_some(n)
    }

    #[inline]
    pub fn difference(&mut self) -> Option<i32> {
        let n = self.number()?;
        Some((n >> 1) as i32 ^ -((n & 1) as i32))
    }

    pub fn text(&mut self) -> Option<&'a str> {
        let n = self.count(1)?;
        std::str::from_utf8(self.take(n)?).ok()
    }
}
