//! Strips of one side and with flat caps round lines that cross, touch, double or close themselves: valid polygons, true to the
//! definition. The long form is the example `sides_campaign`.

mod judge;
mod lines;
mod truth;

use rayon::prelude::*;
use standoff_engine::overlap::clip;
use standoff_engine::strip::sides::{Cap, Side};
use standoff_engine::strip::{Edges, PreparedLine, StripOptions, validity};
use standoff_engine::units::Metres;

#[test]
fn lines_that_cross_themselves_have_valid_sides_true_to_the_definition() {
    let wrong: Vec<String> = (0..60u64)
        .into_par_iter()
        .flat_map_iter(|k| {
            let case = lines::case(1, k);
            let found = judge::judge(&case, 20, k);
            let name = format!(
                "case {k} of seed 1, {} {}",
                lines::CLASSES[case.class],
                case.place
            );
            (found.wrong.into_iter()).map(move |w| format!("{name}: {w}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Stars of narrow spikes through one middle: their strips have holes that touch their shells at the crossings of the line. An overlay gave
/// some of them to the wrong shell.
#[test]
fn holes_that_touch_their_shells_where_the_line_crosses_itself_stay_in_them() {
    for n in 5..15 {
        let mut seed = n;
        let mut r = || truth::random(&mut seed) - 0.5;
        let part: Vec<(f64, f64)> = (0..24)
            .map(|_| (20.001 + 0.004 * r(), 50.0 + 0.0018 * r()))
            .collect();
        let line = PreparedLine::new(&judge::lines(&vec![part]), Edges::Planar).unwrap();
        let both = line
            .strip(&StripOptions::new(Metres(40.0)).tolerance(Metres(0.5)))
            .unwrap();
        for side in [Side::Left, Side::Right] {
            let one = line.one_sided(both.clone(), side, Cap::Round).unwrap();
            assert_eq!(validity::defects(one.polygons()), [], "star {n}, {side:?}");
        }
    }
}

/// Writing polygons unites them on the grid of the file: of rings that touch, the overlay gave one to a shell that it lies outside of.
#[test]
fn sides_stay_valid_on_the_grid_of_a_file() {
    let case = lines::case(3, 141);
    let line = PreparedLine::new(&judge::lines(&case.parts), case.edges).unwrap();
    let options = StripOptions::new(Metres(case.width)).tolerance(Metres(case.tolerance));
    let one = line.strip(&options.side(Side::Left)).unwrap();
    let grouped = clip::to_polygons(&clip::union(&clip::rings(one.polygons())));
    assert_ne!(validity::defects(&grouped), [], "the example is too easy");
    let written = clip::to_polygons(&clip::rounded(one.polygons(), clip::GRID));
    assert_eq!(validity::defects(&written), []);
}
