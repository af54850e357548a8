//! The library as the command uses it: studies stand side by side in one process, and say what the command says.

use assert_cmd::Command;
use geo::Coord;
use standoff::error::{Cause, Error, Warning};
use standoff::halt::Halt;
use standoff::load::source::Source;
use standoff::report::csv;
use standoff::scenario::value::Scenario;
use standoff::sites::{In, Shape};
use standoff::study::{Disk, Open, PageAsked, SolveAsked, Study, Voice};
use standoff::units::Metres;
use std::cell::RefCell;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

/// The table of `standoff strip`, in this process.
fn rows(scenario: &Scenario) -> Vec<u8> {
    let study = Study::new(&Disk, &());
    let strips = study.strips(scenario).expect("strips");
    let covered = study.covered(&strips).expect("rows");
    let mut text = Vec::new();
    csv::write(&covered.rows(), &mut text).expect("a table");
    text
}

/// The same, in a process of its own.
fn command(words: &str) -> Vec<u8> {
    let output = Command::cargo_bin("standoff")
        .expect("the program")
        .args(words.split_whitespace())
        .args(["--format", "csv", "--quiet"])
        .output()
        .expect("a run");
    assert!(output.status.success(), "{words}");
    output.stdout
}

fn scenario(text: &str) -> Scenario {
    serde_json::from_str(text).expect("a scenario")
}

#[test]
fn two_studies_in_one_process_give_what_two_processes_give() {
    let korea = Study::preset("korea-1953").expect("a published zone");
    let union = scenario(
        r#"{"around": "UNION-STATE", "width": "50km", "worldview": "un", "as_of": "2024-06-01"}"#,
    );
    let expected = [
        command("strip --preset korea-1953"),
        command("strip --around UNION-STATE --width 50km --worldview un --as-of 2024-06-01"),
    ];
    let [a, b] = &expected;
    assert!(a.len() > 200 && b.len() > 200 && a != b);
    // One after the other, twice.
    for _ in 0..2 {
        assert_eq!(rows(&korea), *a);
        assert_eq!(rows(&union), *b);
    }
    // Side by side, on threads of their own.
    thread::scope(|scope| {
        let all: Vec<_> = [(&korea, a), (&union, b), (&korea, a), (&union, b)]
            .map(|(scenario, expected)| (scope.spawn(move || rows(scenario)), expected))
            .into();
        for (found, expected) in all {
            assert_eq!(found.join().expect("no panic"), *expected);
        }
    });
    // And on pools of threads of different sizes.
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().expect("threads");
        assert_eq!(pool.install(|| rows(&union)), *b, "{threads} threads");
    }
}

/// Bytes by name, and no disk.
struct Memory;

impl Open for Memory {
    fn source(&self, name: &str) -> Source {
        let bytes = match name {
            "line" => br#"{"type":"LineString","coordinates":[[23.6,52.6],[23.9,53.2]]}"#.to_vec(),
            _ => Vec::new(),
        };
        Source::Bytes {
            name: name.to_owned(),
            bytes,
        }
    }

    fn osm(&self) -> Result<PathBuf, Error> {
        Err(Error::usage("there are no finer borders here"))
    }
}

/// Keeps what it is told.
#[derive(Default)]
struct Ear(RefCell<Vec<String>>);

impl Voice for Ear {
    fn warn(&self, warning: Warning) -> Result<(), Error> {
        self.0.borrow_mut().push(format!("warning: {warning}"));
        Ok(())
    }

    fn understood(&self, notes: &[String]) {
        self.0.borrow_mut().extend_from_slice(notes);
    }
}

#[test]
fn bytes_come_from_whoever_opens_and_words_go_to_whoever_listens() {
    let ear = Ear::default();
    let study = Study::new(&Memory, &ear);
    let own = scenario(r#"{"border": ["line"], "width": ["5km", "5km"], "blanket": "Polska"}"#);
    let strips = study.strips(&own).expect("strips");
    let covered = study.covered(&strips).expect("rows");
    let codes: Vec<String> = covered
        .rows()
        .into_iter()
        .map(|row| row.territory.to_string())
        .collect();
    assert!(codes.iter().any(|code| code == "POL"), "{codes:?}");
    let told = ear.0.into_inner();
    assert!(
        told.iter().any(|text| text.contains("given twice")),
        "{told:?}"
    );
    assert!(told.iter().any(|text| text.contains("POL")), "{told:?}");
}

#[test]
fn sites_a_published_zone_and_a_page_are_asked_like_the_rest() {
    let study = Study::new(&Memory, &());
    let own = scenario(r#"{"border": ["line"], "width": "5km"}"#);
    let shapes = [[23.7, 52.8], [30.0, 52.8]].map(|[x, y]| Shape::Point(Coord { x, y }));
    let about = study.sites(&own, &shapes).expect("answers");
    let within: Vec<_> = about.answers.iter().map(|a| a.within[0]).collect();
    assert_eq!(within, [In::Yes, In::No]);
    let strips = study.strips(&own).expect("strips");
    let made = [strips.strips[0].polygons().clone()];
    let judged = |width: f64| {
        let (width, tolerance) = (Metres(width), Metres(1.0));
        (study.verify(&own, &made, width, tolerance, None)).expect("findings")
    };
    assert!(judged(5e3).passes());
    assert!(!judged(5.1e3).passes(), "100 m too narrow");
    let page = study.page(PageAsked {
        scenarios: &[own],
        title: Some("Own line".to_owned()),
        claims: None,
    });
    let page = String::from_utf8(page.expect("a page")).expect("UTF-8");
    assert!(page.contains("<h1") && page.contains("Own line"));
    let asked = PageAsked {
        scenarios: &[],
        title: None,
        claims: None,
    };
    assert!(study.page(asked).is_err());
}

/// Stops a study when it is told to.
#[derive(Default)]
struct Hand(Halt);

impl Voice for Hand {
    fn warn(&self, _: Warning) -> Result<(), Error> {
        Ok(())
    }

    fn halt(&self) -> Option<Halt> {
        Some(self.0.clone())
    }
}

#[test]
fn a_study_that_is_stopped_ends_and_says_so() {
    let hand = Hand::default();
    let halt = hand.0.clone();
    let long = scenario(r#"{"around": "RUS", "coast": true, "width": "1km..60km:1km"}"#);
    let (begun, ended) = thread::scope(|scope| {
        let stops = scope.spawn(move || {
            thread::sleep(Duration::from_millis(1500));
            halt.stop();
            Instant::now()
        });
        // In a pool of its own: in a busy one it would end at its turn only.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build();
        let strips = || Study::new(&Disk, &hand).strips(&long).err();
        let error = pool.expect("threads").install(strips);
        let error = error.expect("it was stopped");
        let ended = Instant::now();
        assert_eq!(*error.cause(), Cause::Stopped, "{error}");
        (stops.join().expect("a time"), ended)
    });
    // A tenth of a second on a machine that does nothing else.
    let late = ended.saturating_duration_since(begun);
    assert!(late < Duration::from_secs(3), "{late:?}");
    // And one that is stopped does not begin.
    let error = Study::new(&Disk, &hand).strips(&long).err();
    assert_eq!(*error.expect("stopped").cause(), Cause::Stopped);
}

#[test]
fn an_error_says_to_a_program_what_is_wrong() {
    let study = Study::new(&Memory, &());
    let apart = scenario(r#"{"border": ["line"], "around": "RUS", "width": "5km"}"#);
    let error = study.strips(&apart).err().expect("apart");
    let (field, other) = ("border", "around");
    assert_eq!(*error.cause(), Cause::Apart { field, other });
    let error = Scenario::default()
        .set("widht", &"5km".into())
        .expect_err("unknown");
    let near = Some("width".to_owned());
    let name = "widht".to_owned();
    assert_eq!(*error.cause(), Cause::UnknownField { name, near });
    let asked = SolveAsked {
        territory: vec!["Atlantis".to_owned()],
        share: vec!["1/3".parse().expect("a share")],
        each: false,
        tolerance: Metres(100.0),
    };
    let error = study
        .solve(&Scenario::default(), &asked)
        .expect_err("nowhere");
    assert!(
        matches!(error.cause(), Cause::UnknownName { .. }),
        "{error:?}"
    );
}
