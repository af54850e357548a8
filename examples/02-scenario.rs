//! A published zone as a scenario, another width on it, and the question that it leads to: as the command answers, from Rust.

use standoff::scenario::value::Scenario;
use standoff::study::{Disk, SolveAsked, Study};
use standoff::units::Metres;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Files come from the disk; nobody listens to warnings here.
    let study = Study::new(&Disk, &());
    let zone = Scenario {
        width: vec!["100km".parse()?],
        ..Study::preset("brazil-1979")?
    };
    // What every result records of it.
    println!("{}", serde_json::to_string(&zone)?);
    let strips = study.strips(&zone)?;
    for row in study.covered(&strips)?.rows() {
        println!("{}: {} km²", row.name, row.overlap_km2);
    }
    let asked = SolveAsked {
        territory: vec!["BRA".to_owned()],
        share: vec!["1/3".parse()?],
        each: false,
        tolerance: Metres(1.0),
    };
    // A zone that is all of one state's soil is asked without its configuration.
    let line = Scenario {
        around: Some("BRA".to_owned()),
        ..Scenario::default()
    };
    for answer in study.solve(&line, &asked)?.answers {
        println!("a third of {}: {:?}", answer.territories, answer.solution);
    }
    Ok(())
}
