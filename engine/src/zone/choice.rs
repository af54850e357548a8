//! What a user states of a zone's configuration, and its meaning for each territory.

use super::{Districts, Soil, Zone};
use crate::error::Error;
use crate::strip::sides::{Cap, Side};
use crate::territory::Territory;
use crate::units::Width;
use geo::MultiPolygon;

/// Whether the strip may enter states that belong to neither of the line's groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThirdStates {
    /// The strip is what the distance says, on whosever soil.
    #[default]
    Keep,
    /// The soil of third states is left out; the sea is not.
    Clip,
}

/// All that can be stated. Codes are those of territories or their holders, and names of alliances.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Other widths on some soil: who, and how far.
    pub width_in: Vec<(String, Width)>,
    pub third_states: ThirdStates,
    /// Comma lists of who joins whole.
    pub blanket: Vec<String>,
    /// Comma lists of who is left out.
    pub exclude: Vec<String>,
    /// Places left out, with what they are in words.
    pub except: MultiPolygon<f64>,
    pub except_text: String,
    pub districts: Option<Districts>,
    pub districts_text: String,
    pub side: Side,
    pub cap: Cap,
    /// Side and cap in words.
    pub side_text: String,
}

impl Default for Choice {
    fn default() -> Self {
        Choice {
            width_in: Vec::new(),
            third_states: ThirdStates::default(),
            blanket: Vec::new(),
            exclude: Vec::new(),
            except: MultiPolygon(Vec::new()),
            except_text: String::new(),
            districts: None,
            districts_text: String::new(),
            side: Side::Both,
            cap: Cap::Round,
            side_text: String::new(),
        }
    }
}

/// The two groups of the line, and how a group's text is read; the border module's part.
pub struct Parties<'a> {
    /// Codes of the holders in A and in B; both empty for a user's line.
    pub groups: [&'a [String]; 2],
    /// The holders' codes that a name stands for.
    ///
    /// # Errors
    /// A name that nobody has.
    pub read: &'a dyn Fn(&str) -> Result<Vec<String>, Error>,
}

impl Choice {
    /// The zone over `territories`.
    ///
    /// # Errors
    /// Of kind usage: an unknown code; two widths for one territory; a territory both in a blanket and left out, or with a
    /// width of its own besides; third states of a line without groups.
    pub fn resolve(&self, territories: &[Territory], parties: &Parties) -> Result<Zone, Error> {
        let mut soil = vec![Soil::default(); territories.len()];
        let names = Names {
            territories,
            parties,
        };
        let blanket = names.all("‹blanket›", &self.blanket)?;
        let exclude = names.all("‹exclude›", &self.exclude)?;
        self.widths(&names, &mut soil)?;
        for (i, territory) in territories.iter().enumerate() {
            let own = soil[i] != Soil::default();
            let code = &territory.code;
            // Overseas pieces that the user leaves out do not come back with their holder.
            let whole =
                blanket[i] == Some(Rank::Itself) || blanket[i].is_some() && !territory.off_line;
            soil[i] = match (whole, exclude[i].is_some()) {
                (true, true) => {
                    return Err(Error::usage(format!(
                        "{code} is both in ‹blanket› and in ‹exclude›"
                    ))
                    .remedy("take it out of one of the two"));
                }
                (true, false) | (false, true) if own => {
                    let flag = if whole {
                        "‹blanket›"
                    } else {
                        "‹exclude›"
                    };
                    return Err(Error::usage(format!(
                        "{code} has a width of its own (‹width_in›) and is in {flag}, where no width counts"
                    ))
                    .remedy("take it out of one of the two"));
                }
                (true, false) => Soil::Whole,
                (false, true) => Soil::Nothing,
                (false, false) => soil[i],
            };
        }
        if self.third_states == ThirdStates::Clip {
            clip_third_states(territories, parties, &mut soil)?;
        }
        Ok(Zone {
            soil,
            except: self.except.clone(),
            districts: self.districts.clone(),
            side: self.side,
            cap: self.cap,
            text: self.text(),
        })
    }

    /// The width for each territory: one that names the territory itself beats one that names its holder, and that one a group.
    fn widths(&self, names: &Names, soil: &mut [Soil]) -> Result<(), Error> {
        let mut set: Vec<Option<(Rank, &Width)>> = vec![None; soil.len()];
        for (who, width) in &self.width_in {
            for (i, rank) in names.ranks("‹width_in›", who)? {
                match set[i] {
                    Some((held, other)) if held == rank && other.metres != width.metres => {
                        return Err(Error::usage(format!(
                            "‹width_in› gives {} two widths, {} and {}",
                            names.territories[i].code, other.text, width.text
                        ))
                        .remedy("give it one; a territory's own code beats a group's"));
                    }
                    Some((held, _)) if held > rank => {}
                    _ => set[i] = Some((rank, width)),
                }
            }
        }
        for (soil, set) in soil.iter_mut().zip(set) {
            if let Some((_, width)) = set {
                *soil = Soil::Within(Some(width.metres));
            }
        }
        Ok(())
    }

    fn text(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        if !self.side_text.is_empty() {
            parts.push(self.side_text.clone());
        }
        for (who, width) in &self.width_in {
            parts.push(format!("{} on the soil of {who}", width.text));
        }
        if self.third_states == ThirdStates::Clip {
            parts.push("third states left out".to_owned());
        }
        if !self.blanket.is_empty() {
            parts.push(format!("with the whole of {}", self.blanket.join(",")));
        }
        if !self.exclude.is_empty() {
            parts.push(format!("without {}", self.exclude.join(",")));
        }
        for text in [&self.except_text, &self.districts_text] {
            if !text.is_empty() {
                parts.push(text.clone());
            }
        }
        parts.join("; ")
    }
}

/// How nearly a name in a flag means a territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Group,
    Holder,
    Itself,
}

struct Names<'a> {
    territories: &'a [Territory],
    parties: &'a Parties<'a>,
}

impl Names<'_> {
    /// The territories that a name stands for, given in a flag. A comma list is a group.
    fn ranks(&self, flag: &str, who: &str) -> Result<Vec<(usize, Rank)>, Error> {
        let mut found = Vec::new();
        for name in who.split(',').map(str::trim) {
            let own = self.territories.iter().position(|t| t.code == name);
            let held = self.territories.iter().any(|t| t.holder == name);
            let codes = if own.is_some() || held {
                vec![name.to_owned()]
            } else {
                (self.parties.read)(name).map_err(|mut error| {
                    error.what = format!("{flag} {who}: {}", error.what);
                    error
                })?
            };
            let by_name = codes.len() == 1 && codes[0] == name;
            for (i, territory) in self.territories.iter().enumerate() {
                let rank = if territory.code == name {
                    Rank::Itself
                } else if codes.contains(&territory.holder) {
                    if by_name { Rank::Holder } else { Rank::Group }
                } else {
                    continue;
                };
                found.push((i, rank));
            }
        }
        Ok(found)
    }

    /// For each territory the nearest rank at which the lists name it.
    fn all(&self, flag: &str, lists: &[String]) -> Result<Vec<Option<Rank>>, Error> {
        let mut chosen = vec![None; self.territories.len()];
        for who in lists {
            for (i, rank) in self.ranks(flag, who)? {
                chosen[i] = chosen[i].max(Some(rank));
            }
        }
        Ok(chosen)
    }
}

fn clip_third_states(
    territories: &[Territory],
    parties: &Parties,
    soil: &mut [Soil],
) -> Result<(), Error> {
    if parties.groups.iter().all(|group| group.is_empty()) {
        return Err(Error::usage(
            "a line from ‹border› has no parties, so no state is a third one",
        )
        .remedy("leave territories out by ‹exclude›, or derive the line by ‹between›"));
    }
    for (soil, territory) in soil.iter_mut().zip(territories) {
        let party = parties.groups.iter().any(|g| g.contains(&territory.holder));
        if party || *soil == Soil::Whole {
            continue;
        }
        if let Soil::Within(Some(_)) = soil {
            return Err(Error::usage(format!(
                "{} has a width of its own (‹width_in›), but as a third state it is left out (‹third_states› clip)",
                territory.code
            ))
            .remedy("leave out one of the two flags"));
        }
        *soil = Soil::Nothing;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;
    use crate::units::Metres;

    fn territories() -> Vec<Territory> {
        let mut list: Vec<Territory> = ["RUS", "POL", "UKR", "UKR-43"]
            .into_iter()
            .map(|code| Territory::new(code, code, MultiPolygon(vec![])))
            .collect();
        list[3].holder = "RUS".to_owned();
        list
    }

    fn resolve(choice: &Choice) -> Result<Zone, Error> {
        let groups = [["RUS".to_owned()], ["POL".to_owned()]];
        let read = |name: &str| match name {
            "BLOC" => Ok(vec!["RUS".to_owned(), "POL".to_owned()]),
            _ => Err(Error::usage(format!("there is no {name}"))),
        };
        let parties = Parties {
            groups: [&groups[0], &groups[1]],
            read: &read,
        };
        choice.resolve(&territories(), &parties)
    }

    fn widths(pairs: &[(&str, &str)]) -> Choice {
        let width_in = pairs
            .iter()
            .map(|(who, w)| ((*who).to_owned(), w.parse().expect("a width")))
            .collect();
        Choice {
            width_in,
            ..Choice::default()
        }
    }

    #[test]
    fn a_territorys_own_width_beats_its_holders_and_that_one_a_groups() {
        let zone = resolve(&widths(&[
            ("BLOC", "10km"),
            ("RUS", "20km"),
            ("UKR-43", "30km"),
        ]))
        .expect("widths");
        let own = |km: f64| Soil::Within(Some(Metres(km * 1e3)));
        assert_eq!(
            zone.soil,
            [own(20.0), own(10.0), Soil::default(), own(30.0)]
        );
        assert!(zone.text.contains("20km on the soil of RUS"));
    }

    #[test]
    fn overseas_pieces_left_out_of_the_line_join_a_blanket_only_by_name() {
        let mut territories = territories();
        territories[3].off_line = true;
        let read = |name: &str| Ok(vec![name.to_owned()]);
        let parties = Parties {
            groups: [&[], &[]],
            read: &read,
        };
        let zone = |blanket: &str| {
            let choice = Choice {
                blanket: vec![blanket.to_owned()],
                ..Choice::default()
            };
            choice.resolve(&territories, &parties).expect("a zone").soil
        };
        let d = Soil::default();
        assert_eq!(zone("RUS"), [Soil::Whole, d, d, d]);
        assert_eq!(zone("UKR-43"), [d, d, d, Soil::Whole]);
    }

    #[test]
    fn third_states_are_those_of_no_group_and_parts_go_with_their_holder() {
        let zone = resolve(&Choice {
            third_states: ThirdStates::Clip,
            ..Choice::default()
        })
        .expect("clipped");
        let d = Soil::default();
        assert_eq!(zone.soil, [d, d, Soil::Nothing, d]);
    }

    #[track_caller]
    fn refused(choice: &Choice, word: &str) {
        let error = resolve(choice).expect_err(word);
        assert_eq!(error.kind, Kind::Usage);
        assert!(error.to_string().contains(word), "{error}");
    }

    #[test]
    fn contradictions_are_refused() {
        let both = Choice {
            blanket: vec!["UKR".into()],
            exclude: vec!["UKR,POL".into()],
            ..Choice::default()
        };
        refused(&both, "both in `blanket` and in `exclude`");
        refused(&widths(&[("RUS", "1km"), ("RUS", "2km")]), "two widths");
        refused(&widths(&[("QQQ", "1km")]), "there is no QQQ");
        let third = Choice {
            third_states: ThirdStates::Clip,
            ..widths(&[("UKR", "5km")])
        };
        refused(&third, "as a third state");
        let whole = Choice {
            blanket: vec!["POL".into()],
            ..widths(&[("POL", "5km")])
        };
        refused(&whole, "no width counts");
    }
}
