//! The words of the command line.

use std::path::PathBuf;

pub const HELP: &str = "random strips, each judged by brute force over GeographicLib

  --count N        cases in all, shared out evenly over the classes (default 340)
  --seed S         (default 1)
  --class NAME     only this class; may be given again
  --from K         number of the first case of each class (default 0)
  --threads T      (default: as many as the machine has)
  --markdown       the table as docs/accuracy.md has it
  --verbose        a line for each broken strip as it is found
  --dump K FILE    case K of the class, its outlines and the worst places as GeoJSON
  --list           the classes
";

#[derive(Debug)]
pub struct Options {
    pub count: u64,
    pub seed: u64,
    pub classes: Vec<String>,
    pub from: u64,
    pub threads: usize,
    pub markdown: bool,
    pub verbose: bool,
    pub list: bool,
    pub dump: Option<(u64, PathBuf)>,
}

impl Options {
    pub fn parse(words: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut o = Options {
            count: 340,
            seed: 1,
            classes: Vec::new(),
            from: 0,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            markdown: false,
            verbose: false,
            list: false,
            dump: None,
        };
        let mut words = words.peekable();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} wants a value"));
            let number = |text: String| -> Result<u64, String> {
                text.parse().map_err(|_| format!("{text} is no number"))
            };
            match word.as_str() {
                "--count" => o.count = number(value()?)?,
                "--seed" => o.seed = number(value()?)?,
                "--class" => o.classes.push(value()?),
                "--from" => o.from = number(value()?)?,
                "--threads" => o.threads = number(value()?)?.max(1) as usize,
                "--markdown" => o.markdown = true,
                "--verbose" => o.verbose = true,
                "--list" => o.list = true,
                "--dump" => o.dump = Some((number(value()?)?, PathBuf::from(value()?))),
                _ => return Err(format!("{word} is unknown\n\n{HELP}")),
            }
        }
        Ok(o)
    }
}
