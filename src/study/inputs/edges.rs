//! How the edges of the user's own lines are read: said where it matters.

use super::Inputs;
use crate::border::readings;
use crate::error::{Error, Warning};
use crate::scenario::value::Scenario;
use crate::study::Study;
use crate::units::Metres;

impl Inputs {
    /// For heads of tables: how edges are read, where they are not those of the shipped lines.
    pub fn edges_told(&self, scenario: &Scenario) -> String {
        if !self.own_edges && scenario.edges.is_none() {
            return String::new();
        }
        let edges = self.facts(scenario, Metres(0.0)).edges_text();
        format!("; edges of the line: {edges}")
    }

    /// One warning where it matters how the edges of the user's own file are read, and the user has not said it. `widths`: whose strips
    /// are made; `tolerance`: of the finest.
    ///
    /// # Errors
    /// With `--strict`.
    pub fn tell_readings(
        &self,
        scenario: &Scenario,
        widths: &[Metres],
        tolerance: Metres,
        study: &Study,
    ) -> Result<(), Error> {
        if !self.own_edges || scenario.edges.is_some() {
            return Ok(());
        }
        let least = widths.iter().map(|width| width.0).filter(|w| *w > 0.0);
        let least = least.fold(f64::INFINITY, f64::min);
        let of_width = if least.is_finite() {
            least / 100.0
        } else {
            0.0
        };
        let limit = Metres(of_width.max(20.0 * tolerance.0));
        let Some(apart) = readings::apart(&self.lines, limit)? else {
            return Ok(());
        };
        let [a, b] = apart.ends;
        let amount = if apart.metres.0 < 1e3 {
            format!("{:.0} m", apart.metres.0)
        } else {
            format!("{:.1} km", apart.metres.km())
        };
        study.warn(Warning {
            what: format!(
                "it matters how the line's edges are read: the one from lon {}, lat {} to lon {}, lat {} is straight in longitude and latitude here, and as a geodesic would run up to {amount} from that",
                a.x, a.y, b.x, b.y
            ),
            place: Default::default(),
            remedy: "say which is meant: ‹edges› planar (as here; a parallel stays one) or ‹edges› geodesic (the shortest way)".to_owned(),
        })
    }
}
