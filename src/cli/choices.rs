//! Everything that was chosen on the command line, defaults included: what a file's metadata says of the run.

use super::args::Cli;
use super::preset;
use clap::CommandFactory;
use std::ffi::OsString;

/// Flags that say where results go and how the work is done, not what it is.
const SILENT: [&str; 12] = [
    "out",
    "table",
    "format",
    "force",
    "style",
    "threads",
    "quiet",
    "verbose",
    "strict",
    "projection",
    "size",
    "title",
];

/// The choices of the running process: `command`, then each flag that has a value, by its long name, in the command's own order. Empty
/// where the words are not those of this program (the library inside another one).
pub fn chosen() -> Vec<(String, String)> {
    of(std::env::args_os().collect())
}

fn of(words: Vec<OsString>) -> Vec<(String, String)> {
    let Ok(words) = preset::expand(words) else {
        return Vec::new();
    };
    let mut command = Cli::command();
    let Ok(matches) = command.try_get_matches_from_mut(words) else {
        return Vec::new();
    };
    let Some((name, matches)) = matches.subcommand() else {
        return Vec::new();
    };
    let mut found = vec![("command".to_owned(), name.to_owned())];
    let Some(command) = command.find_subcommand(name) else {
        return found;
    };
    for argument in command.get_arguments() {
        let id = argument.get_id().as_str();
        let flag = argument.get_long().unwrap_or(id);
        let Ok(Some(values)) = matches.try_get_raw(id) else {
            continue;
        };
        if SILENT.contains(&flag) {
            continue;
        }
        let values: Vec<_> = values.map(|v| v.to_string_lossy()).collect();
        // A switch that is off says nothing.
        if values.iter().all(|v| v == "false") {
            continue;
        }
        found.push((flag.to_owned(), values.join(" ")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_and_defaults_are_named_and_outputs_are_not() {
        let words = "standoff strip --width 5km,10km --member NATO=UKR --coast --threads 1 --out zone.gpkg --quiet";
        let found = of(words.split(' ').map(OsString::from).collect());
        let get = |name: &str| {
            let entry = found.iter().find(|(known, _)| known == name);
            entry.map(|(_, value)| value.as_str())
        };
        assert_eq!(get("command"), Some("strip"));
        assert_eq!(get("width"), Some("5km,10km"));
        assert_eq!(get("member"), Some("NATO=UKR"));
        assert_eq!(get("coast"), Some("true"));
        assert_eq!(get("tolerance"), Some("1m"));
        for silent in ["threads", "out", "quiet", "force", "metropolitan"] {
            assert_eq!(get(silent), None, "{silent}");
        }
    }
}
