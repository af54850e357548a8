//! `--tabulate`: the user's own polygons beside the territories, and the names of the districts that `--snap-to` took.

use super::inputs::{Defects, Inputs, within};
use crate::error::Error;
use crate::load::geojson;
use crate::overlap::clip::Subject;
use crate::overlap::{Overlap, Overlaps};
use crate::report::features::{OVERLAP, TABULATE};
use crate::report::model::{Group, Labels, OverlapRow, overlap_rows, width_km};
use crate::scenario::value::Scenario;
use crate::strip::PreparedLine;
use crate::study::Study;
use crate::territory::Territory;
use crate::units::Metres;
use crate::zone::Zone;

/// The polygons of the file; `None` where none is given. The line's accuracy is theirs in `data_error_km2`. `widest`: how far strips of the
/// line reach.
///
/// # Errors
/// Those of reading; with `--strict` also any warning.
pub fn read(
    scenario: &Scenario,
    inputs: &Inputs,
    line: &PreparedLine,
    widest: Metres,
    study: &Study,
) -> Result<Option<Vec<Territory>>, Error> {
    let Some(file) = &scenario.tabulate else {
        return Ok(None);
    };
    let file = &file.name;
    let source = study.open.source(file);
    let watch = study.watch(file);
    let field = scenario.tabulate_field.as_deref();
    let (loaded, defects) =
        geojson::districts_with_defects(&source, field, &inputs.reading, &*watch)?;
    drop(watch);
    study.warn_all(loaded.warnings)?;
    let mut districts = loaded.value;
    let defects = Defects::new(defects, study)?;
    let plain = Zone::plain(districts.len());
    defects.tell(
        &districts,
        line,
        &within(&districts, &plain, &[widest]),
        study,
    )?;
    for district in &mut districts {
        district.accuracy = inputs.accuracy;
    }
    study.stage("polygons to tabulate read");
    Ok(Some(districts))
}

/// Rows of the territories and of the user's own polygons as one table: by width, those of the territories first, each with its layer.
/// `own`: what is covered of the polygons, width by width.
pub fn beside<'o>(
    territories: Vec<OverlapRow>,
    own: impl Iterator<Item = (Metres, &'o Vec<Overlap>)>,
    districts: &[Territory],
    labels: &Labels,
) -> Vec<OverlapRow> {
    let labels = Labels {
        group: &|_| Group::Neither,
        ..*labels
    };
    let mut rows = territories;
    layer(&mut rows, OVERLAP);
    let mut own: Vec<OverlapRow> = own
        .flat_map(|(width, overlaps)| overlap_rows(width, overlaps, districts, &labels))
        .map(|(row, _)| row)
        .collect();
    layer(&mut own, TABULATE);
    rows.append(&mut own);
    // Stable: within a width each table keeps its order.
    rows.sort_by(|a, b| a.width_km.value().total_cmp(&b.width_km.value()));
    rows
}

fn layer(rows: &mut [OverlapRow], name: &'static str) {
    rows.iter_mut().for_each(|row| row.layer = Some(name));
}

/// Tells the districts that the zone took, and puts their names in place of their codes.
pub fn name_taken(overlaps: &mut Overlaps, zone: &Zone, width: Metres, study: &Study) {
    let Some(districts) = &zone.districts else {
        return;
    };
    for code in &mut overlaps.districts {
        if let Some(shape) = districts.shapes.iter().find(|shape| shape.code == *code) {
            code.clone_from(&shape.name);
        }
    }
    study.note(&format!(
        "districts taken at {} km: {} of {}{}{}",
        width_km(width),
        overlaps.districts.len(),
        districts.shapes.len(),
        if overlaps.districts.is_empty() {
            ""
        } else {
            ": "
        },
        overlaps.districts.join("; ")
    ));
}

/// With each row of a territory the names of the districts taken on its soil; empty for other rows.
pub fn snapped(
    rows: &mut [OverlapRow],
    results: &[(Metres, Vec<String>)],
    zone: &Zone,
    territories: &[Territory],
) {
    let Some(districts) = &zone.districts else {
        return;
    };
    for row in rows {
        let taken = (results.iter()).find(|(width, _)| width_km(*width) == row.width_km);
        let territory = (territories.iter())
            .find(|t| t.code == row.territory)
            .filter(|_| row.layer != Some(TABULATE));
        let mut names = Vec::new();
        if let (Some((_, codes)), Some(territory)) = (taken, territory) {
            let whole = Subject::new(&territory.polygons);
            let on_it = |shape: &&Territory| {
                codes.contains(&shape.code)
                    && !whole
                        .intersection(&whole.relevant(&shape.polygons))
                        .is_empty()
            };
            names.extend(
                districts
                    .shapes
                    .iter()
                    .filter(on_it)
                    .map(|s| s.name.as_str()),
            );
        }
        row.districts = Some(names.join("; "));
    }
}
