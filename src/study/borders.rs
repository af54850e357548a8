//! `--borders osm|FILE`: finer borders for the line, in place of the territories' own edges.

use super::{Open, Study};
use crate::border::land::over_land;
use crate::border::line::DerivedLine;
use crate::border::territory::Territory;
use crate::border::worldview::{self, Layout, Worldview};
use crate::error::{Error, Warning};
use crate::load::finer::{self, Provenance};
use crate::load::reading::Reading;
use crate::units::Metres;
use std::path::{Path, PathBuf};

/// The word that stands for what `make data-osm` has built.
const OSM: &str = "osm";

/// How far off the territories' coast a border may end: their coast itself stands off the true one by a kilometre or two.
const SLACK: Metres = Metres(2_000.0);

/// Finer borders, read.
pub struct Borders {
    pub territories: Vec<Territory>,
    /// As the user names them.
    pub name: String,
    /// What is known of them, in one line for outputs.
    pub source: String,
    pub provenance: Provenance,
}

impl Borders {
    /// Reads what `--borders NAME` names. `coast`: whether `--coast` is asked for.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) where the file is not there, or has no coast and one is asked for; else as
    /// [`finer::units`].
    pub fn read(
        name: &str,
        worldview: &Worldview,
        coast: bool,
        reading: &Reading,
        study: &Study,
    ) -> Result<Self, Error> {
        let path = if name == OSM {
            study.open.osm()?
        } else {
            PathBuf::from(name)
        };
        if name == OSM && !path.exists() {
            return Err(Error::usage(format!(
                "the borders of OpenStreetMap are not there: {} does not exist",
                path.display()
            ))
            .remedy(
                "build them once with `make data-osm`, or name another folder in STANDOFF_DATA",
            ));
        }
        let provenance = finer::provenance(&path)?;
        if coast && !provenance.coast {
            return Err(Error::usage(format!(
                "{} has no coast: its territories end out at sea",
                shown(name, &path)
            ))
            .remedy("leave out ‹coast›, or ‹borders›"));
        }
        let watch = study.watch(name);
        let units = finer::units(&path, reading, &*watch)?;
        drop(watch);
        study.warn_all(units.warnings)?;
        if provenance.accuracy.is_none() {
            study.warn(Warning {
                what: format!(
                    "how accurate {} is, is not known: data_error_km2 stays empty",
                    shown(name, &path)
                ),
                place: Default::default(),
                remedy:
                    "say it with ‹data_accuracy›, or in a provenance file beside it (docs/data.md)"
                        .to_owned(),
            })?;
        }
        let source = provenance.source.clone();
        Ok(Borders {
            territories: worldview::territories(&units.value, worldview, Layout::default())?,
            name: name.to_owned(),
            source: source.unwrap_or_else(|| name.to_owned()),
            provenance,
        })
    }
}

impl Borders {
    /// Leaves out of a derived line what runs over the sea, unless the coast is asked for, and says so in its description.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) where nothing is left.
    pub fn leave_out_the_sea(
        &self,
        derived: &mut DerivedLine,
        territories: &[Territory],
        coast: bool,
        study: &Study,
    ) -> Result<(), Error> {
        let source = &self.source;
        derived.description = format!("{}, borders: {}", derived.description, self.name);
        if coast {
            return Ok(());
        }
        let (lines, left_out) = over_land(&derived.lines, territories, SLACK);
        if lines.0.is_empty() {
            return Err(Error::usage(format!(
                "the line of {source} runs over the sea alone: no part of it is within {} km of a territory",
                SLACK.km()
            ))
            .remedy("name other groups, or leave out ‹borders›"));
        }
        study.detail(&format!(
            "{:.1} km of the line lie more than {} km off all territories, over the sea, and are left out",
            left_out.km(),
            SLACK.km()
        ));
        derived.lines = lines;
        Ok(())
    }
}

fn shown(name: &str, path: &Path) -> String {
    if name == OSM {
        "the set of OpenStreetMap".to_owned()
    } else {
        path.display().to_string()
    }
}

/// What `--borders NAME` reads, each by how outputs may call it: the borders and what is known of them.
pub fn files(name: &str, open: &dyn Open) -> Vec<(String, PathBuf)> {
    let path = if name == OSM {
        // Where no folder is set reading says so; here nothing is there.
        open.osm().unwrap_or_default()
    } else {
        PathBuf::from(name)
    };
    let beside = finer::provenance_file(&path);
    let told = |path: &Path| {
        if name == OSM {
            let file = path.file_name().unwrap_or_default();
            format!("borders {OSM}: {}", file.to_string_lossy())
        } else {
            path.display().to_string()
        }
    };
    [path, beside].map(|path| (told(&path), path)).to_vec()
}
