//! From parsed arguments to the choices that files keep ([`crate::scenario::choices`]).
//!
//! [`Shared::typed`] holds what was given, and nothing else: what `verify` compares with a file. [`completed`] adds the defaults, and is what
//! is written.

use super::args::sites::Only;
use super::args::{
    BorderArgs, LineArgs, Reading, SitesArgs, StripArgs, TerritoryArgs, ZoneArgs, side::SideArgs,
};
use super::borders;
use super::inputs::Inputs;
use crate::border::worldview::DE_FACTO;
use crate::error::{Error, Place};
use crate::load::located;
use crate::load::reading::Reading as Files;
use crate::load::shipped;
use crate::report::model::metres;
use crate::scenario::choices::{Choices, Data, FileChoice, Recorded, Sites, VERSION};
use crate::scenario::journal::hex;
use crate::units::{Metres, Width, Widths};
use clap::ValueEnum;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// What belongs to a shapefile and changes what is read, in the order in which it is summed.
const SHAPEFILE: [&str; 4] = ["shp", "dbf", "prj", "cpg"];
const STDIN: &str = "-";

/// The choices of `standoff strip`; `tolerance`: the finest that its strips were made with.
///
/// # Errors
/// A file that was read and is gone.
pub fn of_strip(args: &StripArgs, tolerance: Metres, inputs: &Inputs) -> Result<String, Error> {
    let shared = Shared {
        line: &args.line,
        zone: Some((&args.zone, &args.side)),
        territories: &args.territories,
        preset: args.published.preset.as_deref(),
    };
    let choices = Choices {
        width: texts(&args.width),
        reach: texts(&args.reach),
        of: args.of.clone(),
        tolerance: Some(told(tolerance)),
        data_accuracy: args.accuracy.data_accuracy.map(told),
        tabulate: (args.tabulate.tabulate.as_deref())
            .map(|name| file(name, &inputs.reading))
            .transpose()?,
        tabulate_field: args.tabulate.tabulate_field.clone(),
        out_crs: args.files.out_crs.clone(),
        ..shared.typed(&inputs.reading)?
    };
    recorded("strip", choices, inputs)
}

/// Those of `standoff border`.
///
/// # Errors
/// As [`of_strip`].
pub fn of_border(args: &BorderArgs, inputs: &Inputs) -> Result<String, Error> {
    let shared = Shared {
        line: &args.line,
        zone: None,
        territories: &args.territories,
        preset: args.preset.as_deref(),
    };
    let choices = Choices {
        out_crs: args.files.out_crs.clone(),
        ..shared.typed(&inputs.reading)?
    };
    recorded("border", choices, inputs)
}

/// Those of `standoff sites`, whose GeoPackages hold a zone too.
///
/// # Errors
/// As [`of_strip`].
pub fn of_sites(args: &SitesArgs, tolerance: Metres, inputs: &Inputs) -> Result<String, Error> {
    let shared = Shared {
        line: &args.line,
        zone: Some((&args.zone, &args.side)),
        territories: &args.territories,
        preset: args.published.preset.as_deref(),
    };
    let name = |only: Only| only.to_possible_value().map(|v| v.get_name().to_owned());
    let file = args.file.as_deref();
    let sites = Sites {
        file: file.map(|f| self::file(f, &inputs.reading)).transpose()?,
        places: args.places,
        min_population: args.min_population,
        only: args.only.and_then(name),
        conditions: args.conditions.iter().map(ToString::to_string).collect(),
        id_field: args.id_field.clone(),
        site_name_field: args.site_name_field.clone(),
        lon_field: args.lon_field.clone(),
        lat_field: args.lat_field.clone(),
    };
    let choices = Choices {
        width: texts(&args.width),
        tolerance: Some(told(tolerance)),
        out_crs: args.out_crs.clone(),
        sites: Some(sites),
        ..shared.typed(&inputs.reading)?
    };
    recorded("sites", choices, inputs)
}

fn recorded(command: &str, choices: Choices, inputs: &Inputs) -> Result<String, Error> {
    let form = Recorded {
        version: VERSION,
        program: format!("standoff {}", env!("CARGO_PKG_VERSION")),
        command: command.to_owned(),
        data: shipped_data(),
        choices: completed(choices, &inputs.day.to_string()),
    };
    form.text()
}

/// Checksums of what this program ships.
pub fn shipped_data() -> Data {
    let sum = |text: &str| hex(&Sha256::digest(text));
    Data {
        boundaries_sha256: shipped::UNITS_SHA256.to_owned(),
        alliances_sha256: sum(shipped::alliances_csv()),
        worldviews_sha256: sum(shipped::worldviews_csv()),
    }
}

/// What every command with a zone has in common.
pub struct Shared<'a> {
    pub line: &'a LineArgs,
    /// `None`: a line alone.
    pub zone: Option<(&'a ZoneArgs, &'a SideArgs)>,
    pub territories: &'a TerritoryArgs,
    pub preset: Option<&'a str>,
}

impl Shared<'_> {
    /// What was given, defaults not.
    ///
    /// # Errors
    /// A file that is not there any more, or that cannot be read.
    pub fn typed(&self, files: &Files) -> Result<Choices, Error> {
        let (line, territories) = (self.line, self.territories);
        let one = |name: &Option<String>| name.as_deref().map(|n| file(n, files)).transpose();
        let all = |names: &[String]| -> Result<Vec<FileChoice>, Error> {
            names.iter().map(|n| file(n, files)).collect()
        };
        let mut choices = Choices {
            preset: self.preset.map(str::to_owned),
            border: all(&line.border)?,
            between: line.between.clone().unwrap_or_default(),
            around: line.around.clone(),
            reading: line.reading.first().and_then(named),
            coast: line.coast,
            as_of: line.as_of.first().map(ToString::to_string),
            member: line.member.clone(),
            not_member: line.not_member.clone(),
            alliances: one(&line.alliances)?,
            within: line.within.map(|within| within.to_string()),
            borders: line.borders.as_deref().map(finer).transpose()?,
            snap: line.snap.map(told),
            edges: line.edges.as_ref().and_then(named),
            crs: line
                .coordinates
                .crs
                .iter()
                .map(|c| base_of_crs(c))
                .collect(),
            allow_ballpark: line.coordinates.allow_ballpark,
            territories: one(&territories.territories)?,
            code_field: territories.code_field.clone(),
            name_field: territories.name_field.clone(),
            worldview: territories.worldview.clone(),
            assign: territories.assign.clone(),
            disputed_rows: territories.disputed_rows,
            metropolitan: territories.metropolitan,
            ..Choices::default()
        };
        if let Some((zone, side)) = self.zone {
            let width_in = |w: &super::args::zone::WidthIn| format!("{}={}", w.who, w.width.text);
            choices.width_in = zone.width_in.iter().map(width_in).collect();
            choices.third_states = zone.third_states.as_ref().and_then(named);
            choices.blanket = zone.blanket.clone();
            choices.exclude = zone.exclude.clone();
            choices.except = all(&zone.except)?;
            choices.except_circle = zone.except_circle.iter().map(|c| c.text.clone()).collect();
            choices.snap_to = one(&zone.snap_to)?;
            choices.snap_share = zone.snap_share.as_ref().map(|share| share.text.clone());
            choices.side = side.side.as_ref().and_then(named);
            choices.cap = side.cap.as_ref().and_then(named);
        }
        Ok(choices)
    }
}

/// With the defaults of what was not given. `day`: that of the run.
pub fn completed(mut choices: Choices, day: &str) -> Choices {
    let or = |value: &mut Option<String>, default: &str| {
        value.get_or_insert_with(|| default.to_owned());
    };
    let reach = !choices.reach.is_empty();
    if choices.border.is_empty() {
        if choices.around.is_none() && !reach {
            if choices.between.is_empty() {
                choices.between = LineArgs::DEFAULT.map(str::to_owned).to_vec();
            }
            or(&mut choices.reading, &name(&Reading::Contact));
        }
        or(&mut choices.as_of, day);
    }
    or(&mut choices.edges, "planar");
    if choices.territories.is_none() {
        or(&mut choices.worldview, DE_FACTO);
    }
    // A line alone has no zone.
    if !choices.width.is_empty() || reach {
        or(&mut choices.side, "both");
        or(&mut choices.cap, "round");
        if choices.border.is_empty() {
            or(&mut choices.third_states, "keep");
        }
    }
    choices
}

fn named<V: ValueEnum>(value: &V) -> Option<String> {
    value.to_possible_value().map(|v| v.get_name().to_owned())
}

fn name<V: ValueEnum>(value: &V) -> String {
    named(value).unwrap_or_default()
}

fn texts(widths: &[Widths]) -> Vec<String> {
    let all = widths.iter().flat_map(|list| &list.0);
    all.map(|width: &Width| width.text.clone()).collect()
}

fn told(length: Metres) -> String {
    format!("{}m", metres(length))
}

/// A file by its base name and checksum; `files`: which hold those of what could be read once only.
///
/// # Errors
/// As `sum`.
pub fn file(argument: &str, files: &Files) -> Result<FileChoice, Error> {
    if argument == STDIN {
        return Ok(FileChoice {
            name: STDIN.to_owned(),
            layer: None,
            sha256: files.sum(STDIN),
        });
    }
    let (path, layer) = located(argument);
    let sha256 = match files.sum(argument) {
        Some(sum) => Some(sum),
        None => sum(&parts(&path))?,
    };
    Ok(FileChoice {
        name: base(&path.to_string_lossy()).to_owned(),
        layer,
        sha256,
    })
}

/// What `--borders` reads: the borders and what is known of them, summed one after the other.
pub fn finer(argument: &str) -> Result<FileChoice, Error> {
    let paths: Vec<PathBuf> = (borders::files(argument).into_iter())
        .map(|(_, path)| path)
        .collect();
    Ok(FileChoice {
        name: base(argument).to_owned(),
        layer: None,
        sha256: sum(&paths)?,
    })
}

fn parts(path: &Path) -> Vec<PathBuf> {
    let ending = path
        .extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase());
    if ending.as_deref() != Some(SHAPEFILE[0]) {
        return vec![path.to_owned()];
    }
    let beside = SHAPEFILE[1..]
        .iter()
        .map(|ending| path.with_extension(ending));
    std::iter::once(path.to_owned()).chain(beside).collect()
}

/// SHA-256, in hexadecimal, of files one after another; those that are not there are left out. `None` for what can be read once only.
///
/// # Errors
/// [`Kind::Work`](crate::error::Kind::Work) where one cannot be read.
fn sum(paths: &[PathBuf]) -> Result<Option<String>, Error> {
    if paths.first().is_none_or(|path| !path.is_file()) {
        return Ok(None);
    }
    let mut sum = Sha256::new();
    for path in paths {
        let read = File::open(path).and_then(|mut file| io::copy(&mut file, &mut sum));
        match read {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Error::work(format!(
                    "the file cannot be read for its checksum: {error}"
                ))
                .at(Place {
                    file: Some(path.display().to_string()),
                    ..Place::default()
                }));
            }
            _ => {}
        }
    }
    Ok(Some(hex(&sum.finalize())))
}

/// A path without its folder; separators of both kinds, since files travel.
pub fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// `FILE=CRS` with the file's base name; what names no file stays.
fn base_of_crs(text: &str) -> String {
    match Files::file_of_crs(text) {
        Some((file, crs)) => format!("{}={crs}", base(&file)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_completed_by_what_the_line_is() {
        let day = "2021-12-17";
        let plain = completed(
            Choices {
                width: vec!["5km".into()],
                ..Choices::default()
            },
            day,
        );
        assert_eq!(plain.between, ["CSTO", "NATO"]);
        assert_eq!(plain.reading.as_deref(), Some("contact"));
        assert_eq!(plain.as_of.as_deref(), Some(day));
        assert_eq!(plain.worldview.as_deref(), Some(DE_FACTO));
        assert_eq!(plain.third_states.as_deref(), Some("keep"));
        let own = completed(
            Choices {
                border: vec![FileChoice::default()],
                ..Choices::default()
            },
            day,
        );
        assert!(own.between.is_empty() && own.as_of.is_none() && own.side.is_none());
        assert_eq!(own.edges.as_deref(), Some("planar"));
    }

    #[test]
    fn a_file_stands_by_its_base_name_its_layer_and_its_checksum() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("line.gpkg");
        std::fs::write(&path, "abc").expect("a file");
        let argument = format!("{}:roads", path.display());
        let found = file(&argument, &Files::default()).expect("a file");
        assert_eq!(found.name, "line.gpkg");
        assert_eq!(found.layer.as_deref(), Some("roads"));
        // FIPS 180-4's own example.
        assert_eq!(
            found.sha256.as_deref(),
            Some("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        );
        assert_eq!(
            base_of_crs("a/b/line.gpkg=EPSG:3301"),
            "line.gpkg=EPSG:3301"
        );
        assert_eq!(base_of_crs("EPSG:3301"), "EPSG:3301");
    }
}
