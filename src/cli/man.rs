//! `standoff man`: pages of the manual, from the same definitions as `--help`.
//!
//! clap_mangen writes what clap knows; the text behind the options of `--help` ([`examples`](super::args::examples)) it would run
//! into one paragraph, so that is written here, with the commands kept as they are. No page holds a date: the same program
//! gives the same bytes.

use super::args::{Cli, ManArgs};
use super::outputs::print;
use crate::error::Error;
use crate::likeness::nearest_of;
use crate::report::file;
use crate::report::files::Files;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::collections::BTreeMap;
use std::io;

/// What roff writes before everything, once for each section: how to spell an apostrophe.
const APOSTROPHE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";
/// The line above the examples.
const EXAMPLES: &str = "Examples";

/// # Errors
/// Of kind usage for an unknown command; those of [`Files::write`].
pub fn run(args: &ManArgs) -> Result<(), Error> {
    let pages =
        pages().map_err(|error| Error::work(format!("the manual cannot be rendered: {error}")))?;
    if let Some(folder) = &args.out_dir {
        for (name, _) in &pages {
            file::check_target(&folder.join(format!("{name}.1")), args.force)?;
        }
        let mut files = Files::new(args.force);
        for (name, page) in &pages {
            files.write(&folder.join(format!("{name}.1")), |to| to.write_all(page))?;
        }
        return files.appear();
    }
    let name = [&["standoff".to_owned()], &args.of[..]].concat().join("-");
    let Some((_, page)) = pages.iter().find(|(known, _)| *known == name) else {
        let of = args.of.join(" ");
        let known: Vec<String> = (pages.iter())
            .filter_map(|(name, _)| Some(name.strip_prefix("standoff-")?.replace('-', " ")))
            .collect();
        let near = nearest_of(&of, known.iter().map(String::as_str))
            .map_or_else(String::new, |near| format!("did you mean {near}? "));
        return Err(Error::usage(format!("there is no command '{of}'"))
            .remedy(format!("{near}`standoff --help` lists all")));
    };
    print(page)
}

/// Every page by its name without the section: the program's, then its commands', each before its own.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    add(&command, &mut pages)?;
    Ok(pages)
}

fn add(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    pages.push((name.to_owned(), page(command)?));
    command
        .get_subcommands()
        .try_for_each(|command| add(command, pages))
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    if let Some(text) = command.get_after_long_help() {
        behind(&text.to_string()).to_writer(&mut page)?;
    }
    if command.get_name() == "standoff" {
        man.render_version_section(&mut page)?;
    } else {
        see_also(command).to_writer(&mut page)?;
    }
    Ok(tidy(command, &String::from_utf8_lossy(&page)).into_bytes())
}

/// Puts right what clap_mangen leaves: an empty date, which it drops so that what follows moves up; headings in capitals to the
/// last flag; the definition of the apostrophe before every section; two breaks about an empty line; spaces at the ends of lines.
fn tidy(command: &Command, page: &str) -> String {
    let name = command.get_display_name().unwrap_or(command.get_name());
    let version = env!("CARGO_PKG_VERSION");
    let title = name.to_uppercase();
    let mut out =
        format!("{APOSTROPHE}.TH {title} 1 \"\" \"standoff {version}\" \"Manual of standoff\"\n");
    let headings: BTreeMap<String, &str> = (command.get_arguments())
        .filter_map(|flag| flag.get_help_heading())
        .map(|heading| (format!(".SH \"{}\"", heading.to_uppercase()), heading))
        .collect();
    let page = page
        .replace(APOSTROPHE, "")
        .replace(".br\n\n.br\n", ".sp\n");
    for line in page.lines() {
        match headings
            .get(line)
            .and_then(|heading| heading.split_once('('))
        {
            Some((head, rest)) => {
                let rest = rest.replace('-', "\\-");
                out += &format!(".SH \"{}({rest}\"", head.to_uppercase());
            }
            None => out += line.trim_end(),
        }
        out.push('\n');
    }
    out
}

/// The page of the command above: `standoff-data-presets` has `standoff-data`.
fn see_also(command: &Command) -> Roff {
    let name = command.get_display_name().unwrap_or_default();
    let above = name
        .strip_suffix(command.get_name())
        .map_or("standoff", |above| above.trim_end_matches('-'));
    let mut roff = Roff::new();
    roff.control("SH", ["SEE ALSO"]);
    roff.text([bold(above), roman("(1)")]);
    roff
}

/// A part of the text behind the options.
#[derive(Debug, PartialEq)]
enum Part {
    Heading(&'static str),
    /// What the commands below are for.
    Task(String),
    /// Lines as they stand.
    Code(Vec<String>),
    /// What the command above does.
    What(String),
    Text(String),
}

/// The parts of a text. Its form is told in [`examples`](super::args::examples).
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    if !text.starts_with(EXAMPLES) {
        parts.push(Part::Heading("NOTES"));
    }
    let mut goes_on = false;
    for line in text.lines() {
        let code = goes_on || line.starts_with("  ") && !line.starts_with("      ");
        goes_on = code && line.ends_with(['\\', '|']);
        match parts.last_mut() {
            Some(Part::Code(lines)) if code => lines.push(line.to_owned()),
            _ if code => parts.push(Part::Code(vec![line.to_owned()])),
            Some(Part::What(what)) if line.starts_with("  ") => *what += &line[5..],
            _ if line.starts_with("  ") => parts.push(Part::What(line.trim_start().to_owned())),
            _ if line == EXAMPLES => parts.push(Part::Heading("EXAMPLES")),
            _ if line.is_empty() => {}
            _ => match line.strip_prefix("Exit codes: ") {
                Some(codes) => {
                    parts.push(Part::Heading("EXIT STATUS"));
                    parts.push(Part::Text(codes.to_owned()));
                }
                None if line.ends_with([':', '?']) => parts.push(Part::Task(line.to_owned())),
                None => parts.push(Part::Text(line.to_owned())),
            },
        }
    }
    parts
}

fn behind(text: &str) -> Roff {
    let mut roff = Roff::new();
    let mut first = true;
    for part in parts(text) {
        if matches!(part, Part::Task(_) | Part::Text(_)) && !first {
            roff.control("PP", []);
        }
        first = matches!(part, Part::Heading(_));
        match part {
            Part::Heading(name) => {
                roff.control("SH", [name]);
            }
            Part::Task(task) => {
                roff.text([bold(task)]);
            }
            Part::Text(text) => {
                roff.text([roman(text)]);
            }
            Part::What(what) => {
                roff.control("RS", ["8"]);
                roff.text([roman(what)]);
                roff.control("RE", []);
            }
            Part::Code(lines) => {
                roff.control("RS", ["4"]);
                roff.control("EX", []);
                for line in lines {
                    roff.text([roman(line.strip_prefix("  ").unwrap_or(&line))]);
                }
                roff.control("EE", []);
                roff.control("RE", []);
            }
        }
    }
    roff
}
