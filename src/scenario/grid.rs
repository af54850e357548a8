//! Axes that multiply: every combination of one value of each.

use super::schema::{Setting, Spot};

/// One axis of a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The flag, or a name where every value sets flags of its own.
    pub name: String,
    /// At least one.
    pub values: Vec<AxisValue>,
    pub spot: Spot,
}

/// One value of an axis: the flags that it sets.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisValue {
    /// As names of scenarios have it.
    pub label: String,
    pub flags: Vec<Setting>,
    pub spot: Spot,
}

/// How many combinations the axes have; none: one, the empty one.
pub fn size(axes: &[Axis]) -> u128 {
    (axes.iter()).fold(1, |size, axis| {
        size.saturating_mul(axis.values.len() as u128)
    })
}

/// Combination `index`, counted from 0, the last axis fastest. `index` below [`size`].
pub fn combination(axes: &[Axis], index: usize) -> Vec<&AxisValue> {
    let mut rest = index;
    let mut chosen: Vec<&AxisValue> = (axes.iter().rev())
        .map(|axis| {
            let value = &axis.values[rest % axis.values.len()];
            rest /= axis.values.len();
            value
        })
        .collect();
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(name: &str, labels: &[&str]) -> Axis {
        let values = labels.iter().map(|label| AxisValue {
            label: (*label).to_owned(),
            flags: Vec::new(),
            spot: [1, 1],
        });
        Axis {
            name: name.to_owned(),
            values: values.collect(),
            spot: [1, 1],
        }
    }

    #[test]
    fn every_combination_comes_once_and_the_last_axis_runs_fastest() {
        let axes = [axis("x", &["a", "b"]), axis("y", &["1", "2", "3"])];
        assert_eq!(size(&axes), 6);
        let all: Vec<String> = (0..6)
            .map(|i| {
                combination(&axes, i)
                    .iter()
                    .map(|v| v.label.as_str())
                    .collect()
            })
            .collect();
        assert_eq!(all, ["a1", "a2", "a3", "b1", "b2", "b3"]);
        assert_eq!((size(&[]), combination(&[], 0).len()), (1, 0));
    }
}
