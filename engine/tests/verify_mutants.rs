//! The quick form of `examples/verify_mutants`: right zones of every class pass, wrong ones of every kind fail. The judge shares
//! nothing with the engines that made them but the ellipsoid and the reading of edges.

#[path = "../examples/verify_mutants/cases.rs"]
#[allow(dead_code)]
mod cases;

use cases::{CLASSES, WRONGS, right, wrong};

/// The first seeds that have something of the kind; few enough for every run of the tests.
fn first<T>(count: usize, make: impl Fn(u64) -> Option<T>) -> Vec<(u64, T)> {
    let seeds = (7_000..7_400).filter_map(|seed| make(seed).map(|made| (seed, made)));
    seeds.take(count).collect()
}

#[test]
fn right_zones_of_every_class_pass() {
    for (class, name) in CLASSES.iter().enumerate() {
        let cases = first(2, |seed| right(seed, class));
        assert_eq!(cases.len(), 2, "{name}");
        for (seed, case) in cases {
            let found = case.judged();
            assert!(found.passes(), "{name} {seed}: {found:?}");
            if let Some(bound) = found.bound {
                // A stretch is not halved below a hundredth of the tolerance.
                assert!(bound.0 <= 1.02 * case.tolerance, "{name} {seed}: {found:?}");
            }
        }
    }
}

#[test]
fn wrong_zones_of_every_kind_fail() {
    for (kind, name) in WRONGS.iter().enumerate() {
        let cases = first(3, |seed| wrong(seed, kind));
        assert_eq!(cases.len(), 3, "{name}");
        for (seed, case) in cases {
            let found = case.judged();
            assert!(!found.passes(), "{name} {seed}: {found:?}");
        }
    }
}
