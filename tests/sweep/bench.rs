//! A folder with made-up states and a scenario file, in which the program runs.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_standoff");

/// Three squares of 1° in a row at the equator.
const STATES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"WES","name":"Westland"},"geometry":{"type":"Polygon","coordinates":[[[-1,0],[0,0],[0,1],[-1,1],[-1,0]]]}},
{"type":"Feature","properties":{"code":"EAS","name":"East, land"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
{"type":"Feature","properties":{"code":"FAR","name":"Farland"},"geometry":{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,1],[1,1],[1,0]]]}}]}"#;

/// 2 lines x 30 widths x 3 configurations.
pub const SCENARIOS: &str = r#"
[defaults]
territories = "states.json"
tolerance = "10m"
data-accuracy = "1m"
[grid]
variant = [{ name = "plain" }, { name = "clipped", third-states = "clip" }, { name = "wide in the west", width-in = "WES=50km" }]
between = [["WES", "EAS"], ["EAS", "FAR"]]
width = "1km..30km:1km"
"#;

pub struct Bench(TempDir);

pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Bench {
    pub fn new(scenarios: &str) -> Self {
        let bench = Bench(TempDir::new().expect("a folder"));
        bench.write("states.json", STATES);
        bench.write("s.toml", scenarios);
        bench
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect(name);
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &str) -> Run {
        Run::of(&mut self.command(arguments))
    }

    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder");
        let mut names: Vec<String> = entries
            .map(|e| {
                e.expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }
}

impl Run {
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().expect("a run");
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self
    }

    #[track_caller]
    pub fn fails(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in {}", self.err);
        }
        self
    }
}
