//! Territories by the names that users give them.

use super::inputs::Inputs;
use crate::border::territory::Territory;
use crate::error::Error;
use crate::study::Study;

/// The territories that comma lists of codes and alliances stand for, each once, in the order they are named: with a holder
/// come the parts that have rows of their own.
///
/// # Errors
/// Of kind usage, for a code that there is not; a territory of which a polygon could not be read.
pub fn territories(
    lists: &[String],
    inputs: &Inputs,
    study: &Study,
) -> Result<Vec<Territory>, Error> {
    let lists: Vec<String> = (lists.iter())
        .map(|list| inputs.understood(list, study))
        .collect::<Result<_, _>>()?;
    let mut chosen: Vec<usize> = Vec::new();
    for code in lists.iter().flat_map(|list| list.split(',')).map(str::trim) {
        let all = || inputs.territories.iter().enumerate();
        let mut found: Vec<usize> = all()
            .filter(|(_, t)| t.code == code || t.holder == code)
            .map(|(i, _)| i)
            .collect();
        if found.is_empty() {
            for member in inputs.members(code)? {
                found.extend(all().filter(|(_, t)| t.holder == member).map(|(i, _)| i));
            }
        }
        for i in found {
            if !chosen.contains(&i) {
                chosen.push(i);
            }
        }
    }
    let chosen: Vec<Territory> = (chosen.into_iter())
        .map(|i| inputs.territories[i].clone())
        .collect();
    inputs.refuse_unread(&chosen)?;
    Ok(chosen)
}
