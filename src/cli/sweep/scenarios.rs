//! The scenarios of a plan: what each chooses, what it has in common with others, and how it would be typed.

use crate::cli::flags;
use crate::error::Error;
use crate::scenario::field::Part;
use crate::scenario::plan::{Plan, Planned};
use crate::scenario::schema::{place, texts};
use crate::scenario::value::Scenario;

/// The words that a scenario would be typed as after `standoff strip`, without those of its published zone.
pub fn typed(planned: &Planned) -> Vec<String> {
    let settings = planned.flags.iter();
    settings
        .flat_map(|setting| flags::words(&setting.flag, &setting.value))
        .collect()
}

/// What a scenario has in common with others of the same line, and with those of the same strips: equal texts, equal lines, equal strips.
/// `file`: the scenario file's name.
pub fn keys(planned: &Planned, file: &str) -> [String; 2] {
    let scenario = planned.scenario(file).and_then(Scenario::reach_told);
    // One that makes no sense has nothing in common with another, and fails by itself.
    scenario.map_or([planned.name.clone(), planned.name.clone()], |scenario| {
        [Part::Line, Part::Strip].map(|part| scenario.key(part))
    })
}

/// Checks every scenario of a plan.
///
/// # Errors
/// As [`Planned::scenario`]; and where standard input is named, which one scenario alone could read.
pub fn check(plan: &Plan, file: &str) -> Result<(), Error> {
    for planned in (0..plan.len()).filter_map(|index| plan.scenario(index)) {
        for setting in &planned.flags {
            let reads = Scenario::about(&setting.flag).is_some_and(|about| about.file);
            if reads && texts(&setting.value).contains(&"-") {
                return Err(Error::usage(format!(
                    "{} reads standard input (-), which scenarios cannot share",
                    setting.flag
                ))
                .at(place(file, setting.spot))
                .remedy("put it into a file"));
            }
        }
        let scenario = planned.scenario(file)?;
        // A published zone may have none, which is told when it is its turn.
        if scenario.width.is_empty() && scenario.reach.is_empty() && scenario.preset.is_none() {
            return Err(
                Error::usage(format!("scenario {:?} has no width", planned.name))
                    .at(place(file, planned.spot))
                    .remedy("give it one, such as width = \"300km\""),
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::super::args::{Cli, StripArgs};
    use crate::scenario::schema::{key, known};
    use clap::{Args, Command, CommandFactory};

    /// The run's own business, not a scenario's.
    const OF_THE_RUN: [&str; 15] = [
        "format",
        "out",
        "out-crs",
        "style",
        "table",
        "force",
        "threads",
        "quiet",
        "verbose",
        "strict",
        "help",
        "projection",
        "size",
        "title",
        // Rows of a sweep are those of territories.
        "tabulate",
    ];

    #[test]
    fn a_scenario_of_a_file_chooses_what_the_strip_command_does() {
        let command = StripArgs::augment_args(Command::new("strip"));
        let has = |name: &str| command.get_arguments().any(|a| a.get_long() == Some(name));
        let fields: Vec<String> = known().map(key).collect();
        for field in &fields {
            assert!(has(field), "{field} cannot be typed");
        }
        let mut whole = Cli::command();
        whole.build();
        let strip = whole.find_subcommand("strip").expect("the command");
        for flag in strip.get_arguments().filter_map(clap::Arg::get_long) {
            let of_the_run = OF_THE_RUN.contains(&flag) || flag == "tabulate-field";
            assert!(
                fields.iter().any(|field| field == flag) != of_the_run,
                "{flag}"
            );
        }
    }
}
