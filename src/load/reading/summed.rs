//! The checksum of what can be read once only: standard input and pipes, summed while they are read.

use crate::load::checksum::hex;
use crate::load::formats::Located;
use crate::load::source::{Source, Watch};
use sha2::{Digest, Sha256};
use std::cell::RefCell;

/// Whether a source cannot be read a second time.
pub(super) fn once(source: &Source) -> bool {
    match source {
        Source::Stdin => true,
        Source::Path(path) => {
            let path = Located::of(path).path;
            path.exists() && !path.is_file()
        }
        Source::Bytes { .. } => false,
    }
}

/// Looks on as another does, and adds up what passes.
pub(super) struct Summed<'w> {
    beside: &'w dyn Watch,
    sum: RefCell<Sha256>,
}

impl<'w> Summed<'w> {
    pub fn over(beside: &'w dyn Watch) -> Self {
        Summed {
            beside,
            sum: RefCell::default(),
        }
    }

    /// In hexadecimal.
    pub fn sum(self) -> String {
        hex(&self.sum.into_inner().finalize())
    }
}

impl Watch for Summed<'_> {
    fn read(&self, read: u64, size: Option<u64>) {
        self.beside.read(read, size);
    }
    fn bytes(&self, bytes: &[u8]) {
        self.sum.borrow_mut().update(bytes);
    }
}
