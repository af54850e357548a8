//! A folder to run the program in, and what a run gave.

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

pub const USAGE: i32 = 2;
pub const DATA: i32 = 3;
pub const WORK: i32 = 1;

/// Two squares that share the meridian 0, and one apart; 1° wide, at the equator.
pub const STATES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"WES","name":"Westland"},"geometry":{"type":"Polygon","coordinates":[[[-1,0],[0,0],[0,1],[-1,1],[-1,0]]]}},
{"type":"Feature","properties":{"code":"EAS","name":"Eastland"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
{"type":"Feature","properties":{"code":"FAR","name":"Farland"},"geometry":{"type":"Polygon","coordinates":[[[10,0],[11,0],[11,1],[10,1],[10,0]]]}}]}"#;

pub const LINE: &str = r#"{"type":"LineString","coordinates":[[0,0.4],[0,0.6]]}"#;

/// A folder with the two files, in which the program runs.
pub struct Bench(TempDir);

impl Bench {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join("states.json"), STATES).expect("states");
        fs::write(folder.path().join("line.json"), LINE).expect("line");
        Bench(folder)
    }

    /// The folder with one more file.
    pub fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        let bench = Bench::new();
        bench.write(name, content);
        bench
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path().join(name), content).expect("a file");
    }

    /// The text of a file that a run wrote.
    #[track_caller]
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect("a file")
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn run(&self, arguments: &str) -> Run {
        self.run_with(arguments, "")
    }

    pub fn run_with(&self, arguments: &str, stdin: &str) -> Run {
        let output = Command::cargo_bin("standoff")
            .expect("the program")
            .args(arguments.split_whitespace())
            .current_dir(self.path())
            .write_stdin(stdin)
            .output()
            .expect("a run");
        Run {
            command: arguments.to_owned(),
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).expect("the folder");
        let mut names: Vec<_> = entries
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

pub struct Run {
    pub command: String,
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{}: {}", self.command, self.err);
        self
    }

    /// Ends with `code`, nothing on standard output, one error message that holds all `words`.
    #[track_caller]
    pub fn fails(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{}: {}", self.command, self.err);
        assert_eq!(self.out, "", "{}", self.command);
        assert_eq!(
            self.err.matches("error: ").count(),
            1,
            "{}: {}",
            self.command,
            self.err
        );
        for word in words {
            assert!(
                self.err.contains(word),
                "{}: {:?} is not in {}",
                self.command,
                word,
                self.err
            );
        }
        self
    }

    /// The first line of standard output.
    pub fn header(&self) -> &str {
        self.out.lines().next().unwrap_or_default()
    }

    /// Rows of a CSV table on standard output, without the header.
    #[track_caller]
    pub fn rows(&self) -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(self.out.as_bytes());
        let rows = reader
            .records()
            .map(|r| r.expect("a row").iter().map(str::to_owned).collect());
        rows.collect()
    }
}

/// The states with one more territory.
pub fn states_and(code: &str, kind: &str, coordinates: &str) -> String {
    let states = STATES.trim_end().strip_suffix("]}").expect("a collection");
    format!(
        r#"{states},{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}]}}"#
    )
}

#[track_caller]
pub fn number(text: &str) -> f64 {
    text.parse().expect(text)
}

pub const OWN: &str = "strip --territories states.json --between WES EAS --format csv --quiet";
