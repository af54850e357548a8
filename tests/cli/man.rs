//! The manual: a page for every command, with every flag, and examples that can be copied.

use super::bench::*;
use std::fs;
use std::path::Path;

/// The pages of `standoff man --out-dir`, by name.
fn pages(bench: &Bench) -> Vec<(String, String)> {
    fs::create_dir(bench.path().join("man1")).expect("a folder");
    bench.run("man --out-dir man1").done();
    let mut pages: Vec<_> = fs::read_dir(bench.path().join("man1"))
        .expect("the folder")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            (
                name.into_owned(),
                fs::read_to_string(&path).expect("a page"),
            )
        })
        .collect();
    pages.sort();
    pages
}

/// The words of a page without its markup.
fn plain(page: &str) -> String {
    page.replace("\\fB", "")
        .replace("\\fI", "")
        .replace("\\fR", "")
        .replace("\\-", "-")
        .replace("\\*(Aq", "'")
        .replace("\\&", "")
}

#[test]
fn every_command_has_a_page_and_every_flag_of_its_help_is_on_it() {
    let bench = Bench::new();
    let pages = pages(&bench);
    assert!(pages.len() >= 18, "{}", pages.len());
    for (name, page) in &pages {
        let command = name.trim_end_matches(".1").replace('-', " ");
        let command = command.strip_prefix("standoff").expect(name).trim();
        let help = bench.run(&format!("{command} --help")).done().out;
        let text = plain(page);
        let flags = (help.lines())
            .take_while(|line| *line != "Examples")
            .filter_map(|line| line.trim().split(", ").last()?.strip_prefix("--"))
            .filter_map(|rest| rest.split(' ').next());
        let mut count = 0;
        for flag in flags.filter(|flag| *flag != "help") {
            assert!(text.contains(&format!("--{flag}")), "{name} lacks --{flag}");
            count += 1;
        }
        assert!(count >= 3, "{name}");
        assert!(page.starts_with(".ie") || page.starts_with(".TH"), "{name}");
        assert!(text.contains(".SH NAME\n"), "{name}");
    }
    let listed = &pages
        .iter()
        .find(|(name, _)| name == "standoff.1")
        .expect("the program's")
        .1;
    for (name, _) in pages
        .iter()
        .filter(|(name, _)| name.matches('-').count() == 1)
    {
        let entry = format!("{}(1)", name.trim_end_matches(".1"));
        assert!(plain(listed).contains(&entry), "{entry}");
    }
}

#[test]
fn examples_stand_in_a_page_as_they_are_typed() {
    let text = plain(&Bench::new().run("man strip").done().out);
    let (_, examples) = text.split_once(".SH EXAMPLES\n").expect("examples");
    let code: Vec<&str> = (examples.split(".EX\n").skip(1))
        .filter_map(|rest| rest.split(".EE").next())
        .collect();
    assert!(code.contains(&"standoff strip --width 300km\n"), "{code:?}");
    assert!(
        code.iter()
            .any(|lines| lines.lines().count() == 2 && lines.contains("--third-states clip")),
        "{code:?}"
    );
    assert_eq!(
        examples.matches(".EX").count(),
        examples.matches(".EE").count()
    );
}

#[test]
fn the_manual_is_the_same_at_every_run_and_replaces_nothing_without_force() {
    let bench = Bench::new();
    let first = pages(&bench);
    let page = first
        .iter()
        .find(|(name, _)| name == "standoff-solve.1")
        .expect("a page");
    assert_eq!(bench.run("man solve").done().out, page.1);
    bench
        .run("man --out-dir man1")
        .fails(USAGE, &["exists", "--force"]);
    bench.run("man --out-dir man1 --force").done();
    bench
        .run("man --out-dir none")
        .fails(WORK, &["none", "create it"]);
    bench
        .run("man slove")
        .fails(USAGE, &["slove", "did you mean solve?"]);
    bench.run("man data presets").done();
}

/// Where groff is installed, no page has anything it warns of.
#[test]
fn groff_has_nothing_to_warn_of() {
    let bench = Bench::new();
    for (name, _) in pages(&bench) {
        let path = Path::new("man1").join(&name);
        let groff = std::process::Command::new("groff")
            .args(["-man", "-Tutf8", "-ww", "-rLL=78n"])
            .arg(&path)
            .current_dir(bench.path())
            .output();
        let Ok(output) = groff else {
            return;
        };
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{name}");
    }
}
