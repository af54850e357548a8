//! `standoff sweep FILE.toml`: the scenarios of a file, on all cores.
//!
//! In reading order: `scenarios` (what each chooses, and shares with others), `inputs` (what the results depend on),
//! `work` (scenarios that share a strip, computed together), `shelf` (what others can use of it), `sink` (where rows go),
//! `failures` (what is told in the end), `finish` (results get their name).

mod failures;
mod finish;
mod inputs;
mod scenarios;
mod shelf;
mod sink;
mod work;

use super::args::SweepArgs;
use super::args::sweep::RowFormat;
use super::messages::{self, Messages};
use super::outputs::print;
use crate::error::{Error, Warning};
use crate::load::source::Source;
use crate::report::file;
use crate::scenario::journal::{self, Journal};
use crate::scenario::manifest;
use crate::scenario::plan::Plan;
use crate::scenario::run::in_order;
use crate::scenario::schema;
use crate::scenario::table::FAILED;
use failures::{End, Failures};
use sink::{Rows, Sink};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::path::Path;
use work::{Answer, Bench};

/// How many different warnings are told.
const WARNINGS: usize = 50;

pub fn run(args: &SweepArgs, messages: &Messages) -> Result<(), Error> {
    let name = if args.file == "-" {
        "standard input"
    } else {
        &args.file
    };
    let file = schema::parse(&text(&args.file, name)?, name)?;
    let plan = Plan::new(&file, name, args.yes)?;
    scenarios::check(&plan, name)?;
    let plan = plan.grouped(&|planned| scenarios::keys(planned, name));
    let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = args.threads.threads.map_or_else(cores, NonZero::get);
    let bench = Bench::new(&plan, name, messages.is_strict(), messages.echo(), threads);
    if args.dry_run {
        return dry_run(&bench, args.format, messages);
    }
    let sweep = Sweep {
        args,
        bench: &bench,
        threads,
        messages,
    };
    match &args.out {
        Some(target) => sweep.to_file(target),
        None => sweep.to_standard_output(),
    }
}

fn text(argument: &str, name: &str) -> Result<String, Error> {
    let bytes = Source::from_argument(argument).read()?;
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let lines = before.split(|byte| *byte == b'\n');
        let spot = lines.fold([0, 0], |[line, _], bytes| [line + 1, bytes.len() + 1]);
        Error::usage("the scenario file is not UTF-8")
            .at(schema::place(name, spot))
            .remedy("save it as UTF-8")
    })
}

/// The plan on standard output, its size on standard error.
fn dry_run(bench: &Bench, format: RowFormat, messages: &Messages) -> Result<(), Error> {
    let wrong =
        |error: &dyn std::fmt::Display| Error::work(format!("the plan cannot be written: {error}"));
    let mut lines = BTreeSet::new();
    for index in 0..bench.plan.len() {
        let Some(scenario) = bench.plan.scenario(index) else {
            continue;
        };
        let [line, _] = scenarios::keys(&scenario, bench.file);
        lines.insert(line);
        let words = scenarios::typed(&scenario).join(" ");
        let object = serde_json::json!({ "scenario": scenario.name, "flags": words });
        match format {
            RowFormat::Table => print(format!("{}\n    {words}\n", scenario.name).as_bytes())?,
            RowFormat::NdJson => print(format!("{object}\n").as_bytes())?,
            RowFormat::Json => {
                print(format!("{}{object}", if index == 0 { "[\n" } else { ",\n" }).as_bytes())?;
            }
            RowFormat::Csv => {
                let mut writer = csv::Writer::from_writer(Vec::new());
                if index == 0 {
                    writer
                        .write_record(["scenario", "flags"])
                        .map_err(|e| wrong(&e))?;
                }
                writer
                    .write_record([&scenario.name, &words])
                    .map_err(|e| wrong(&e))?;
                print(&writer.into_inner().map_err(|e| wrong(&e))?)?;
            }
        }
    }
    if format == RowFormat::Json {
        print(b"\n]\n")?;
    }
    messages.note(&format!(
        "scenarios: {}; lines: {}",
        bench.plan.len(),
        lines.len()
    ));
    Ok(())
}

struct Sweep<'a> {
    args: &'a SweepArgs,
    bench: &'a Bench<'a>,
    threads: usize,
    messages: &'a Messages,
}

impl Sweep<'_> {
    fn to_standard_output(&self) -> Result<(), Error> {
        let mut sink = Sink::output(self.args.format, self.args.allow_failures);
        let Sink::Output { rows, .. } = sink else {
            return Ok(());
        };
        let failures = self.rest(0, rows, &mut sink)?;
        sink.close()?;
        self.end(&failures, End::Printed)
    }

    fn to_file(&self, target: &Path) -> Result<(), Error> {
        let (bench, args) = (self.bench, self.args);
        let rows = Rows::by_ending(target)?;
        let identity = inputs::identity(bench.plan, bench.file, rows, self.messages.is_strict())?;
        let asked_anew = args.force || args.restart;
        if !asked_anew
            && target.exists()
            && let Some(failures) = manifest::complete(target, &identity, args.allow_failures)?
        {
            // Cut off between its last two steps, a run leaves a journal that says nothing more.
            journal::clear(target)?;
            self.messages
                .note(&format!("{} is complete; nothing to do", target.display()));
            return self.end(&Failures::of(failures), End::Written(target));
        }
        file::check_name(target, args.force)?;
        let journal = Journal::open(target, &identity, args.restart)?;
        let (done, total) = (journal.done(), bench.plan.len());
        let failed_before = journal.failures()?;
        if done > 0 {
            self.messages.note(&format!(
                "{done} of {total} scenarios are finished; going on from there"
            ));
        }
        let mut sink = Sink::Journal(Box::new(journal));
        self.rest(done, rows, &mut sink)?;
        let Sink::Journal(journal) = sink else {
            return Ok(());
        };
        let journal = self.again(*journal, &failed_before, rows)?;
        let failures = journal.failures()?.into_iter().map(|(_, name)| name);
        let failures = Failures::of(failures.collect());
        if failures.any() && !args.allow_failures {
            return failures.end(total, End::Unfinished(target));
        }
        finish::finish(target, &identity, journal, rows, args)?;
        self.end(&failures, End::Written(target))
    }

    /// Tells what failed: an error, or a warning where that is allowed.
    fn end(&self, failures: &Failures, end: End) -> Result<(), Error> {
        let total = self.bench.plan.len();
        if failures.any() && self.args.allow_failures {
            return self.messages.warn(Warning {
                what: failures.what(total),
                place: Default::default(),
                remedy: format!("the column {FAILED} says why"),
            });
        }
        failures.end(total, end)
    }

    /// Computes scenarios anew that failed in an earlier run: what they wanted may be there now.
    fn again(
        &self,
        journal: Journal,
        failed: &[(usize, String)],
        rows: Rows,
    ) -> Result<Journal, Error> {
        if failed.is_empty() {
            return Ok(journal);
        }
        self.messages.note(&format!(
            "trying again what failed before: {} scenarios",
            failed.len()
        ));
        let bar = sink::bar(0, failed.len(), self.messages.is_quiet());
        let (mut anew, mut warned) = (BTreeMap::new(), BTreeSet::new());
        let work = |k: usize| self.bench.unit(failed[k].0..failed[k].0 + 1, rows);
        let mut next = failed.iter();
        let result = in_order(failed.len(), self.threads, &work, &mut |answers| {
            for answer in answers.into_iter().flatten() {
                self.tell(&answer, &mut warned, &bar)?;
                bar.inc(1);
                anew.extend(next.next().map(|(index, _)| (*index, answer.finished)));
            }
            Ok(())
        });
        bar.finish_and_clear();
        result?;
        if anew.values().all(|finished| finished.failed.is_some()) {
            return Ok(journal);
        }
        journal.replaced(&anew)
    }

    /// Runs the scenarios from number `done` on.
    fn rest(&self, done: usize, rows: Rows, sink: &mut Sink) -> Result<Failures, Error> {
        let units = self.bench.units(done);
        let bar = sink::bar(done, self.bench.plan.len(), self.messages.is_quiet());
        let (mut failures, mut warned) = (Failures::default(), BTreeSet::new());
        let work = |unit: usize| self.bench.unit(units[unit].clone(), rows);
        let result = in_order(units.len(), self.threads, &work, &mut |answers| {
            let (mut batch, mut stop) = (Vec::new(), Ok(()));
            for answer in answers.into_iter().flatten() {
                stop = self.tell(&answer, &mut warned, &bar);
                if stop.is_err() {
                    break;
                }
                if answer.finished.failed.is_some() {
                    failures.add(answer.name);
                }
                batch.push(answer.finished);
            }
            sink.take(&batch)?;
            bar.inc(batch.len() as u64);
            stop
        });
        bar.finish_and_clear();
        result.map(|()| failures)
    }

    /// Tells the warnings of an answer, and why it failed.
    ///
    /// # Errors
    /// The failure, where the first one ends the run.
    fn tell(
        &self,
        answer: &Answer,
        warned: &mut BTreeSet<String>,
        bar: &indicatif::ProgressBar,
    ) -> Result<(), Error> {
        for warning in &answer.warnings {
            self.warn(&warning.told(&messages::flag), &answer.name, warned, bar);
        }
        if let Some(why) = &answer.finished.failed {
            let error = failures::told(&answer.name, why);
            if self.args.fail_fast {
                return Err(error);
            }
            bar.suspend(|| messages::error(&error));
        }
        Ok(())
    }

    /// Tells a warning once, however many scenarios it concerns.
    fn warn(
        &self,
        text: &str,
        name: &str,
        warned: &mut BTreeSet<String>,
        bar: &indicatif::ProgressBar,
    ) {
        if warned.len() > WARNINGS || !warned.insert(text.to_owned()) {
            return;
        }
        let line = if warned.len() > WARNINGS {
            "warning: further warnings are not told; run a scenario by `standoff strip` to see its own".to_owned()
        } else {
            format!("warning: {text} (first in scenario {name:?})")
        };
        bar.suspend(|| self.messages.note(&line));
    }
}
