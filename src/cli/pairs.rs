//! `standoff border --pairs`, or with several days: the length of the line by day and pair of neighbours.

use super::args::{BorderArgs, Format, LineArgs};
use super::border::chosen;
use super::list::List;
use super::messages::Messages;
use super::outputs::{Outputs, print};
use super::preset;
use crate::border::names::Words;
use crate::border::pairs::pairs;
use crate::error::Error;
use crate::report::files::Files;
use crate::report::number::Decimal;
use crate::study::{inputs, understood_line, understood_territory};

/// Places of a length in kilometres: 1 mm.
const PLACES: u8 = 6;

/// Whether the arguments ask for the table.
pub fn asked(args: &BorderArgs) -> bool {
    args.pairs || args.line.as_of.len() > 1 || args.format.is_some() || !args.table.is_empty()
}

pub fn run(args: &BorderArgs, messages: &Messages) -> Result<(), Error> {
    if !args.out.is_empty() {
        return Err(Error::usage(
            "--out has no place in a table of pairs: there is no one line to write",
        )
        .remedy("use --table FILE, or leave out --pairs, --table and --format and give one day"));
    }
    let line = LineArgs {
        as_of: Vec::new(),
        ..args.line.clone()
    };
    let own = preset::laid(chosen(args, &line)?, "border", messages)?;
    let study = &messages.study();
    if !own.border.is_empty() {
        return Err(
            Error::usage("a line of --border has no pairs: nobody is known on its sides")
                .remedy("use --between or --around"),
        );
    }
    if own.borders.is_some() {
        return Err(Error::usage(
            "--borders has no place in a table of pairs: what of such borders runs over the sea is known for a whole line only",
        )
        .remedy("leave it out, or ask for the line of one pair: standoff border --between A B --borders osm"));
    }
    let outputs = Outputs::check(&[], &args.table, args.force)?;
    let mut days = args.line.as_of.clone();
    if days.is_empty() {
        days.push(inputs::day(&own));
    }
    days.sort_unstable();
    days.dedup();
    let alliances = inputs::alliances(&own, study)?;
    let own = &understood_territory(&own, study)?;
    let mut list = List {
        columns: vec![
            "as_of",
            "worldview",
            "a",
            "a_name",
            "b",
            "b_name",
            "length_km",
        ],
        rows: Vec::new(),
    };
    for day in days {
        // Read again for each day, because a worldview may change with it.
        let reading = inputs::reading(own)?;
        let found = inputs::territories(own, day, &reading, study)?;
        found.defects.tell_all(study)?;
        let (territories, worldview) = (found.territories, found.worldview);
        messages.stage(&format!("territories on {day} read"));
        let world = inputs::shipped_worldview(own, day)?;
        let words = Words {
            territories: &territories,
            alliances: &alliances,
            worldview: world.as_ref(),
        };
        let line = understood_line(own, &words, study)?;
        let choice = inputs::choice(&line, day)?;
        inputs::refuse_parts(own, &choice, day)?;
        let found = pairs(&choice, &territories, &alliances)?;
        messages.stage(&format!("pairs on {day} found"));
        messages.warn_all(found.warnings)?;
        for row in found.rows {
            list.rows.push(vec![
                day.to_string().into(),
                worldview.as_str().into(),
                row.a.into(),
                row.a_name.into(),
                row.b.into(),
                row.b_name.into(),
                Decimal::nearest(row.length.km(), PLACES).value().into(),
            ]);
        }
    }
    let mut files = Files::new(args.force);
    for (path, kind) in &outputs.tables {
        let text = list.written((*kind).into())?;
        files.write(path, |to| to.write_all(text.as_bytes()))?;
    }
    files.appear()?;
    print(
        list.written(args.format.unwrap_or(Format::Table))?
            .as_bytes(),
    )
}
