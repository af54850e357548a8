//! Long work is stopped from another thread: it ends soon, with the error of a stop, whatever it was at.

use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};
use geographiclib_rs::{DirectGeodesic, Geodesic};
use rayon::ThreadPoolBuilder;
use standoff_engine::error::{Error, Kind};
use standoff_engine::fingerprint::Fingerprint;
use standoff_engine::halt::Halt;
use standoff_engine::overlap::extreme::{farthest, nearest};
use standoff_engine::overlap::field::courses;
use standoff_engine::overlap::fixed::fixed;
use standoff_engine::overlap::measure::Measured;
use standoff_engine::overlap::overlaps::{overlaps, zone_overlaps};
use standoff_engine::overlap::profile::profiles;
use standoff_engine::overlap::rows::{KnownRows, SharedRows, Told};
use standoff_engine::overlap::solve::solve;
use standoff_engine::sites::{Judge, Shape};
use standoff_engine::strip::sides::{Cap, Side};
use standoff_engine::strip::{Edges, Engine, PreparedLine, StripOptions};
use standoff_engine::territory::Territory;
use standoff_engine::units::Metres;
use standoff_engine::zone::{Soil, Zone};
use std::f64::consts::{FRAC_PI_2, TAU};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// When the work is stopped, ms after its begin; at the first it must still be at it.
const AFTER: [u64; 3] = [50, 250, 900];
/// A tenth of a second is meant; tests run on machines that have other work.
const SOON: Duration = Duration::from_secs(1);

/// One at a time: what is measured is the stop, not the neighbours.
static ALONE: Mutex<()> = Mutex::new(());

/// A line that wanders and crosses itself, `step` degrees a position.
fn wander(positions: usize, step: f64) -> PreparedLine {
    let mut state = 7u64;
    let mut random = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    };
    let (mut x, mut y, mut heading) = (10.0f64, 45.0f64, 0.3f64);
    let line = (0..positions).map(|_| {
        heading += 1.2 * random();
        x += step * heading.cos();
        y += step * heading.sin();
        if !(-60.0..=60.0).contains(&x) || !(20.0..=60.0).contains(&y) {
            heading += FRAC_PI_2;
            (x, y) = (x.clamp(-60.0, 60.0), y.clamp(20.0, 60.0));
        }
        Coord { x, y }
    });
    prepared(line.collect())
}

/// A line of waves that never meets itself.
fn waves(positions: usize) -> PreparedLine {
    let line = (0..positions).map(|k| {
        let t = k as f64 / positions as f64;
        let (x, y) = (100.0 * t - 50.0, 40.0 + 2.0 * (900.0 * t).sin());
        Coord { x, y }
    });
    prepared(line.collect())
}

fn prepared(line: Vec<Coord<f64>>) -> PreparedLine {
    PreparedLine::new(&MultiLineString(vec![LineString(line)]), Edges::Planar).expect("a line")
}

/// A land of many bays round (x, y).
fn land(x: f64, y: f64, radius: f64, positions: usize) -> Territory {
    let ring = (0..=positions).map(|k| {
        let t = TAU * (k % positions) as f64 / positions as f64;
        let r = radius * (1.0 + 0.1 * (40.0 * t).sin() + 0.02 * (997.0 * t).sin());
        let (x, y) = (x + r * t.cos(), y + r * t.sin());
        Coord { x, y }
    });
    let land = Polygon::new(ring.collect(), vec![]);
    Territory::new(format!("{x}"), "Land", MultiPolygon(vec![land]))
}

fn lands(number: usize, positions: usize) -> Vec<Territory> {
    (0..number)
        .map(|k| land(-40.0 + 2.5 * k as f64, 40.0, 1.1, positions))
        .collect()
}

fn metres(widths: impl Iterator<Item = f64>) -> Vec<Metres> {
    widths.map(Metres).collect()
}

/// Stops some work at several times; says how long it took to end. In a pool of its own: in one that is shared, work waits for its turn behind what
/// other tests have there, and ends only then.
fn stop<T>(
    name: &str,
    mut line: PreparedLine,
    work: impl Fn(&PreparedLine) -> Result<T, Error> + Sync,
) -> PreparedLine {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let pool = (ThreadPoolBuilder::new().num_threads(2).build()).expect("a pool");
    for (number, after) in AFTER.into_iter().enumerate() {
        let halt = Halt::default();
        line = line.with_halt(&halt);
        let (work, own, pool) = (&work, &line, &pool);
        let (error, ended, stopped) = thread::scope(|scope| {
            let worker = scope.spawn(move || (pool.install(|| work(own).err()), Instant::now()));
            thread::sleep(Duration::from_millis(after));
            let stopped = Instant::now();
            halt.stop();
            let (error, ended) = worker.join().expect("no panic");
            (error, ended, stopped)
        });
        if ended <= stopped {
            assert!(number > 0, "{name} is done within {after} ms: no test");
            break;
        }
        let took = ended - stopped;
        println!("{name}, stopped after {after} ms: ended {took:?} later");
        // Whatever was ready at that moment may still be given.
        assert!(error.is_some() || number > 0, "{name} went on");
        if let Some(error) = error {
            assert_eq!(error, halt.check().expect_err("stopped"));
            assert_eq!(error.kind, Kind::Work);
        }
        assert!(took < SOON, "{name}: {took:?}");
    }
    line
}

#[test]
fn narrow_strips_stop_in_offset_curves() {
    let options = StripOptions::new(Metres(1e3));
    let line = wander(300_000, 0.01);
    assert_eq!(line.engine_for(options.width), Engine::Offsets);
    stop("strip of 1 km by offsets", line, |line| {
        line.strip(&options)
    });
}

#[test]
fn strips_stop_in_cells() {
    let options = StripOptions::new(Metres(5e3));
    stop("strip of 5 km by cells", wander(60_000, 0.01), |line| {
        line.strip_by(Engine::Cells, &options)
    });
    let fine = StripOptions::new(Metres(2e6)).tolerance(Metres(0.01));
    let line = wander(400_000, 0.01);
    assert_eq!(line.engine_for(fine.width), Engine::Cells);
    stop("strip of 2,000 km by cells", line, |line| line.strip(&fine));
}

#[test]
fn strips_of_one_side_stop() {
    let line = waves(60_000);
    let whole = line.strip(&StripOptions::new(Metres(2e3))).expect("whole");
    stop("one side of 2 km", line, |line| {
        line.one_sided(whole.clone(), Side::Left, Cap::Flat)
    });
}

#[test]
fn overlaps_stop() {
    let line = wander(60_000, 0.01);
    let strip = (line.strip(&StripOptions::new(Metres(5e3)))).expect("a strip");
    let many = lands(40, 5_000);
    let line = stop("overlaps with 40 lands", line, |line| {
        overlaps(line, &strip, &many)
    });
    let big = [land(0.0, 40.0, 15.0, 1_000_000)];
    stop(
        "overlaps with a land of a million positions",
        line,
        |line| overlaps(line, &strip, &big),
    );
}

#[test]
fn rows_stop_and_nothing_half_done_is_kept() {
    let lands = lands(40, 5_000);
    let prints: Vec<Fingerprint> = lands.iter().map(Fingerprint::of_territory).collect();
    let told = Told {
        territories: &lands,
        prints: &prints,
    };
    let line = wander(60_000, 0.01);
    let width = Metres(5e3);
    let strip = line.strip(&StripOptions::new(width)).expect("a strip");
    let plain = Zone::plain(lands.len());
    let known = [Arc::new(KnownRows::default())];
    let rows = |line: &PreparedLine| {
        let measured = [Measured::of(line, &strip)?];
        SharedRows::new(&measured, &plain, told, &known).rows(&plain, width)
    };
    let line = stop("rows of 40 lands", line, rows).with_halt(&Halt::default());
    let found = rows(&line).expect("not stopped");
    let measured = [Measured::of(&line, &strip).expect("measured")];
    let fresh = zone_overlaps(&measured, &plain, width, &lands).expect("not stopped");
    assert_eq!(found.len(), fresh.rows.len());
    for (a, b) in found.iter().zip(&fresh.rows) {
        assert_eq!(
            (a.territory, a.area, a.error),
            (b.territory, b.area, b.error)
        );
    }
}

#[test]
fn courses_profiles_and_solutions_stop() {
    let lands = lands(40, 20_000);
    let widths = metres((1..=300).map(|k| 2e3 * f64::from(k)));
    let line = stop("courses of 300 widths", wander(20_000, 0.01), |line| {
        courses(line, &widths, &lands, 1e-5)
    });
    let line = stop("profiles", line, |line| profiles(line, Metres(1e6), &lands));
    let line = stop("solve", line, |line| solve(line, &lands, 0.37, Metres(0.1)));
    let wide = Zone {
        soil: (0..lands.len())
            .map(|k| Soil::Within(Some(Metres(3e3 + 1e3 * k as f64))))
            .collect(),
        ..Zone::plain(lands.len())
    };
    stop("fixed parts", line, |line| {
        fixed(line, &wide, &lands, Metres(0.1))
    });
}

#[test]
fn searches_for_extremes_stop_with_nothing() {
    // All positions are as far off, so that no half is better than the other.
    let ring = (0..=100_000).map(|k| {
        let azimuth = -360.0 * f64::from(k % 100_000) / 100_000.0;
        let (y, x): (f64, f64) = Geodesic::wgs84().direct(0.0, 0.0, azimuth, 500e3);
        Coord { x, y }
    });
    let disc = MultiPolygon(vec![Polygon::new(ring.collect(), vec![])]);
    let point = prepared(vec![Coord { x: 0.0, y: 0.0 }]);
    let never = Metres(-1.0);
    stop("farthest point", point, |line| {
        let found = farthest(line, &disc, never);
        assert!(found.is_none() || !line.halt().is_stopped());
        line.halt().check()
    });
}

#[test]
fn a_line_that_is_stopped_already_refuses_at_once() {
    let halt = Halt::default();
    let line = wander(20_000, 0.01);
    let options = StripOptions::new(Metres(5e3));
    let strip = line.strip(&options).expect("not stopped");
    let line = line.with_halt(&halt);
    let lands = lands(40, 5_000);
    let plain = Zone::plain(lands.len());
    let judge = Judge::new(&line, &plain, &[], &lands).expect("not stopped");
    let measured = [Measured::of(&line, &strip).expect("not stopped")];
    halt.clone().stop();
    let start = Instant::now();
    let stopped = halt.check();
    assert_eq!(
        stopped.clone().map_err(|e| e.to_string()),
        Err("the work was stopped".to_owned())
    );
    let widths = metres((1..=300).map(|k| 2e3 * f64::from(k)));
    let at = Shape::Point(Coord { x: 0.0, y: 40.0 });
    let width = Metres(5e3);
    for (name, refused) in [
        ("strip", line.strip(&options).map(|_| ())),
        ("overlaps", overlaps(&line, &strip, &lands).map(|_| ())),
        (
            "zone",
            zone_overlaps(&measured, &plain, width, &lands).map(|_| ()),
        ),
        ("courses", courses(&line, &widths, &lands, 5e-4).map(|_| ())),
        ("profiles", profiles(&line, Metres(1e6), &lands).map(|_| ())),
        ("solve", solve(&line, &lands, 0.5, Metres(1.0)).map(|_| ())),
        (
            "fixed",
            fixed(&line, &plain, &lands, Metres(1.0)).map(|_| ()),
        ),
        ("sites", judge.worker().answer(&at).map(|_| ())),
    ] {
        assert_eq!(refused, stopped, "{name}");
    }
    assert_eq!(nearest(&line, &lands[20].polygons, Metres(1.0)), None);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn a_halt_that_is_not_stopped_changes_nothing() {
    let lands = lands(10, 5_000);
    let plain = wander(5_000, 0.01);
    let halted = wander(5_000, 0.01).with_halt(&Halt::default());
    assert_eq!(plain.fingerprint(), halted.fingerprint());
    for width in [1e3, 5e3, 3e5] {
        let options = StripOptions::new(Metres(width));
        let strip = |line: &PreparedLine| line.strip(&options).expect("a strip");
        let (a, b) = (strip(&plain), strip(&halted));
        assert_eq!(a.polygons(), b.polygons());
        assert_eq!(a.max_error(), b.max_error());
        // Either line knows the other's strip for its own.
        let table = |line: &PreparedLine| {
            let found = overlaps(line, &b, &lands).expect("of this line");
            format!("{found:?}")
        };
        assert_eq!(table(&plain), table(&halted));
    }
    let solution = |line: &PreparedLine| solve(line, &lands, 0.3, Metres(100.0));
    assert_eq!(solution(&plain), solution(&halted));
}
