//! Work on all cores, or on one: rayon's words, which mean an ordinary loop without the feature `rayon`.
//!
//! Results are the same: everything is collected in the order of the input and merged in that order.

#[cfg(feature = "rayon")]
pub use rayon::{join, prelude::*};

#[cfg(not(feature = "rayon"))]
pub use alone::*;

#[cfg(not(feature = "rayon"))]
mod alone {
    /// One after the other.
    pub fn join<A, B>(a: impl FnOnce() -> A, b: impl FnOnce() -> B) -> (A, B) {
        (a(), b())
    }

    pub trait IntoParallelIterator: IntoIterator + Sized {
        fn into_par_iter(self) -> Self::IntoIter {
            self.into_iter()
        }
    }

    impl<I: IntoIterator> IntoParallelIterator for I {}

    pub trait IntoParallelRefIterator<T> {
        fn par_iter(&self) -> std::slice::Iter<'_, T>;
    }

    impl<T> IntoParallelRefIterator<T> for [T] {
        fn par_iter(&self) -> std::slice::Iter<'_, T> {
            self.iter()
        }
    }

    pub trait ParallelIterator: Iterator + Sized {
        /// A map with a room that is made once.
        fn map_init<T, R>(
            self,
            init: impl FnOnce() -> T,
            mut map: impl FnMut(&mut T, Self::Item) -> R,
        ) -> impl Iterator<Item = R> {
            let mut room = init();
            self.map(move |item| map(&mut room, item))
        }

        /// Where the inner work is too little to be shared.
        fn flat_map_iter<I: IntoIterator>(
            self,
            map: impl FnMut(Self::Item) -> I,
        ) -> impl Iterator<Item = I::Item> {
            self.flat_map(map)
        }
    }

    impl<I: Iterator> ParallelIterator for I {}
}
