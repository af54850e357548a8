//! The plan: all scenarios of a file, in order, each made when it is asked for, so that a plan of any size is small.
//!
//! Order: the file's `[grid]`, its last axis fastest, then each `[[scenario]]`; but scenarios that share something stand together, where the
//! first of them would ([`Plan::grouped`]), so that it is computed once.
//!
//! A later flag takes the place of an earlier one of the same name: defaults, then the scenario's own, then the axes'. A flag that
//! chooses whose line ([`WHOSE`]) takes the place of the others of its kind.

use super::grid::{self, Axis, AxisValue};
use super::presets;
use super::schema::{Explicit, Setting, Spot, SweepFile, place};
use super::value::{Scenario, WHOSE};
use crate::error::Error;
use serde_json::Value;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The most scenarios that a file may stand for without being told so.
pub const MOST: u32 = 100_000;
/// Between the values in a derived name.
const BETWEEN: &str = " / ";

/// All scenarios of a file.
#[derive(Clone, Debug)]
pub struct Plan {
    blocks: Vec<Block>,
    /// Places in the order of the file.
    order: Vec<u32>,
}

/// The scenarios of the grid, or of one `[[scenario]]`.
#[derive(Clone, Debug)]
struct Block {
    /// Number of the first.
    start: usize,
    name: Option<String>,
    flags: Vec<Setting>,
    axes: Vec<Axis>,
    spot: Spot,
}

/// One scenario, as its file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    pub name: String,
    /// Each flag once, in the order of their names.
    pub flags: Vec<Setting>,
    /// Where the scenario, or its grid, stands in the file.
    pub spot: Spot,
}

impl Plan {
    /// Lays out a file, in its order.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) for more scenarios than [`MOST`], unless `any_size`; for two of one name; for a name
    /// whose braces hold no axis.
    pub fn new(file: &SweepFile, name: &str, any_size: bool) -> Result<Self, Error> {
        let mut blocks = Vec::new();
        if let Some(axes) = &file.grid {
            blocks.push(Block {
                start: 0,
                name: file.name.clone(),
                flags: file.defaults.clone(),
                axes: axes.clone(),
                spot: axes.first().map_or([1, 1], |axis| axis.spot),
            });
        }
        blocks.extend(file.scenarios.iter().map(|own| block(&file.defaults, own)));
        let mut size = 0u128;
        for block in &mut blocks {
            block.start = usize::try_from(size).unwrap_or(usize::MAX);
            size = size.saturating_add(grid::size(&block.axes));
        }
        let most = if any_size { u32::MAX } else { MOST };
        if size > u128::from(most) {
            return Err(Error::usage(format!(
                "the file stands for {size} scenarios, more than {most}"
            ))
            .at(place(
                name,
                blocks.first().map_or([1, 1], |block| block.spot),
            ))
            .remedy("take values out of its axes, or run so many with ‹yes›"));
        }
        let order = (0..size as u32).collect();
        let plan = Plan { blocks, order };
        plan.check_axes(name)?;
        plan.check_braces(name)?;
        plan.check_names(name)?;
        Ok(plan)
    }

    /// Brings together the scenarios of the same first key, among them those of the same second key, and so on.
    pub fn grouped<const N: usize>(mut self, keys: &dyn Fn(&Planned) -> [String; N]) -> Self {
        // Where each beginning of keys appeared first: names of groups that do not depend on a hash.
        let mut seen: HashMap<(u32, String), u32> = HashMap::new();
        let mut places: Vec<([u32; N], u32)> = Vec::with_capacity(self.order.len());
        for (index, place) in self.order.iter().enumerate() {
            let Some(scenario) = self.scenario(index) else {
                continue;
            };
            let mut group = 0;
            let path = keys(&scenario).map(|key| {
                let next = seen.len() as u32 + 1;
                group = *seen.entry((group, key)).or_insert(next);
                group
            });
            places.push((path, *place));
        }
        places.sort_unstable();
        self.order = places.into_iter().map(|(_, place)| place).collect();
        self
    }

    /// How many scenarios there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is none; a plan that was made has one at least.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Scenario `index`, counted from 0; `None` beyond the last.
    pub fn scenario(&self, index: usize) -> Option<Planned> {
        let place = *self.order.get(index)? as usize;
        let block = self.block(place)?;
        let values = grid::combination(&block.axes, place - block.start);
        let mut flags = block.flags.clone();
        lay_over(&mut flags, values.iter().flat_map(|value| &value.flags));
        flags.retain(|setting| setting.value != Value::Bool(false));
        flags.sort_by(|a, b| a.flag.cmp(&b.flag));
        Some(Planned {
            name: block.name_of(&values),
            flags,
            spot: block.spot,
        })
    }

    fn block(&self, place: usize) -> Option<&Block> {
        let after = self.blocks.partition_point(|block| block.start <= place);
        self.blocks.get(after.checked_sub(1)?)
    }

    /// Of two axes that set one flag, one would count for nothing.
    fn check_axes(&self, file: &str) -> Result<(), Error> {
        for axes in self.blocks.iter().map(|block| &block.axes) {
            let mut set: HashMap<&str, &str> = HashMap::new();
            for axis in axes {
                let settings = axis.values.iter().flat_map(|value| &value.flags);
                for setting in settings {
                    match set.insert(&setting.flag, &axis.name) {
                        Some(other) if other != axis.name => {
                            return Err(Error::usage(format!(
                                "the axes {other} and {} both set {}",
                                axis.name, setting.flag
                            ))
                            .at(place(file, setting.spot))
                            .remedy("let one axis set it"));
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }

    /// A word in braces that is no axis would stand in every name as it is.
    fn check_braces(&self, file: &str) -> Result<(), Error> {
        for block in &self.blocks {
            let name = block.name.as_deref().unwrap_or_default();
            for part in name.split('{').skip(1) {
                let word = part.split('}').next().unwrap_or_default();
                if !block.axes.iter().any(|axis| axis.name == word) {
                    let axes: Vec<String> = block
                        .axes
                        .iter()
                        .map(|a| format!("{{{}}}", a.name))
                        .collect();
                    let known = if axes.is_empty() {
                        "this scenario has no axes".to_owned()
                    } else {
                        format!("the axes are {}", axes.join(", "))
                    };
                    return Err(Error::usage(format!(
                        "the name {name:?} has {{{word}}}, which is no axis"
                    ))
                    .at(place(file, block.spot))
                    .remedy(known));
                }
            }
        }
        Ok(())
    }

    fn check_names(&self, file: &str) -> Result<(), Error> {
        let mut seen: HashMap<u64, Vec<u32>> = HashMap::with_capacity(self.len());
        for index in 0..self.len() {
            let Some(block) = self.block(index) else {
                continue;
            };
            let name = block.name_of(&grid::combination(&block.axes, index - block.start));
            let mut hasher = DefaultHasher::new();
            name.hash(&mut hasher);
            let others = seen.entry(hasher.finish()).or_default();
            let same = others.iter().filter_map(|&i| self.scenario(i as usize));
            if let Some(other) = same.into_iter().find(|other| other.name == name) {
                let [line, column] = other.spot;
                return Err(Error::usage(format!(
                    "two scenarios have the name {name:?}; the other one stands at line {line}, column {column}"
                ))
                .at(place(file, block.spot))
                .remedy("give each its own name: name = \"…\", with every axis in braces"));
            }
            others.push(index as u32);
        }
        Ok(())
    }
}

impl Planned {
    /// What it chooses, with its published zone's choices under it; `file`: the scenario file's name.
    ///
    /// # Errors
    /// Of kind usage, with the place of the value in the file: a value that makes no sense, choices that do not go together, an unknown
    /// published zone.
    pub fn scenario(&self, file: &str) -> Result<Scenario, Error> {
        let at = |error: Error, flag: &str| {
            let own = self.flags.iter().find(|setting| setting.flag == flag);
            let what = format!("scenario {:?}: {}", self.name, error.what);
            error
                .saying(what)
                .at(place(file, own.map_or(self.spot, |setting| setting.spot)))
        };
        let mut own = Scenario::default();
        for setting in &self.flags {
            own.set(&setting.flag, &setting.value)
                .map_err(|error| at(error, &setting.flag))?;
        }
        let whole = presets::laid_under(own).map_err(|error| at(error, "preset"))?;
        let flag = |name: &str| name.replace('_', "-");
        match whole.clash() {
            Some(clash) => Err(at(clash.error(&flag), &flag(clash.field()))),
            None => Ok(whole),
        }
    }
}

impl Block {
    /// The template filled in, or the values that differ between scenarios, one after the other.
    fn name_of(&self, values: &[&AxisValue]) -> String {
        let pairs = || self.axes.iter().zip(values);
        let varying: Vec<&str> = pairs()
            .filter(|(axis, _)| axis.values.len() > 1)
            .map(|(_, value)| value.label.as_str())
            .collect();
        match &self.name {
            Some(name) if name.contains('{') => pairs()
                .fold(name.clone(), |name, (axis, value)| {
                    name.replace(&format!("{{{}}}", axis.name), &value.label)
                }),
            Some(name) if varying.is_empty() => name.clone(),
            Some(name) => format!("{name}{BETWEEN}{}", varying.join(BETWEEN)),
            None if varying.is_empty() => {
                let all: Vec<&str> = values.iter().map(|value| value.label.as_str()).collect();
                all.join(BETWEEN)
            }
            None => varying.join(BETWEEN),
        }
    }
}

fn block(defaults: &[Setting], own: &Explicit) -> Block {
    let mut flags = defaults.to_vec();
    lay_over(&mut flags, own.flags.iter());
    Block {
        start: 0,
        name: Some(own.name.clone()),
        flags,
        axes: own.grid.clone(),
        spot: own.spot,
    }
}

/// Puts `more` over `flags`.
fn lay_over<'a>(flags: &mut Vec<Setting>, more: impl Iterator<Item = &'a Setting> + Clone) {
    let chooses = |setting: &Setting| {
        WHOSE.contains(&setting.flag.as_str()) && setting.value != Value::Bool(false)
    };
    let line = more.clone().any(chooses);
    flags.retain(|old| {
        let same = more.clone().any(|new| new.flag == old.flag);
        let displaced = line && WHOSE.contains(&old.flag.as_str());
        !same && !displaced
    });
    flags.extend(more.cloned());
}

#[cfg(test)]
mod tests;
