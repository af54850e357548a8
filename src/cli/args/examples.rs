//! The examples at the end of every `--help` and man page, by task.
//!
//! One form, read by the man pages and by the test that runs them all: a task flush left, ending in : or ?; a command behind two spaces
//! (after a backslash or a bar it goes on in the next line); what it is for behind six. Files called my-… are the user's; any other
//! file that is read was written by an example above. No line is longer than 80 columns: a wrapped command cannot be copied.

pub const STANDOFF: &str = "\
A width is how far the strip reaches from the line on each of its sides, not the total across.

Exit codes: 0 done, 1 the work failed, 2 the command line is wrong, 3 the input data is wrong, 130 interrupted.

Examples

What lies inside the strip?
  standoff strip --width 300km
      300 km on each side of the land border that CSTO shared with NATO on
      2021-12-17: how much of which territory
  standoff sites --places --width 300km --only in
      the towns inside
  standoff strip --width 300km --out zone.png --out zone.gpkg
      a map for print, and one that QGIS opens coloured and labelled
  standoff report --widths 50km..1000km:50km --out report.html
      one offline page with a slider for the width

How wide must it be?
  standoff solve --territory POL --share 1/3
      to cover a third of Poland
  standoff claims
      for what was said of it in January 2022 to be true
  standoff curve --widths 10km..500km:10km --territory EST,LVA,LTU
      the covered share of three states at fifty widths

Whose line, whose map, which day?
  standoff border --as-of 1997-05-27,2021-12-17,2024-03-07
      who bordered whom on three days, with the lengths
  standoff strip --around RUS --worldview un --width 100km
      another line, and the disputed areas as the UN General Assembly voted
  standoff data worldviews
      what can be chosen, with sources

What changes?
  standoff strip --width 300km --table 2021.csv
  standoff strip --width 300km --as-of 2024-06-01 --table 2024.csv
  standoff compare 2021.csv 2024.csv
      two days, territory by territory

More: standoff COMMAND --help, or man standoff-COMMAND.";

pub const STRIP: &str = "\
Lengths need a unit: cm, m, km, mi (1609.344 m) or nmi (1852 m).
A width is how far the strip reaches from the line on each of its sides, not the total across.

Examples

The strip of Article 7, its table:
  standoff strip --width 300km
      300 km on each side of the land border that CSTO shared with NATO on
      2021-12-17
  standoff strip --width 50km..300km:50km --format csv > strips.csv
      six strips, for a spreadsheet

Its map:
  standoff strip --width 300km --out zone.png --out zone.svg
      for print: shares, legend, scale, sources
  standoff strip --width 300km --out zone.gpkg
      for QGIS, coloured and labelled
  standoff strip --width 300km --out zone.geojson --table zone.csv
      for a page on the web, with the table beside it

Another line, another day, another map:
  standoff strip --between RUS,BLR NATO --as-of 2024-06-01 --width 50km,100km
      two states, and the NATO of a later day
  standoff strip --between EU Russia --width 50km --width-in Finland=20km
      by name: what was understood is told
  standoff strip --around UNION-STATE --coast --width 100km
      all round Russia and Belarus, along the coast too
  standoff strip --around RUS --worldview un --disputed-rows --width 100km
      the disputed areas as the UN General Assembly voted, and their own rows
  standoff strip --reach 500km --of NATO
      from where can NATO's territory be reached? (Article 5)

A zone with rules of its own:
  standoff strip --preset brazil-1979
      a published zone: `standoff data presets` lists them
  standoff strip --between IRQ KWT --width 10km --width-in KWT=5km \\
      --third-states clip
      two widths, and no other state's soil
  standoff strip --width 300km --exclude UKR --blanket EST,LVA,LTU
      one state left out, three wholly in

Your own line and territories:
  standoff strip --border my-line.geojson --width 5km --side left --cap flat
      one side of the line only, ending square at its ends
  standoff strip --border my-line.geojson --territories my-states.geojson \\
      --code-field iso --width 2.5nmi
      areas of your territories; the property iso holds their codes";

pub const BORDER: &str = "\
Examples

The line as a file:
  standoff border > article-7.geojson
      the land border that CSTO shared with NATO on 2021-12-17
  standoff border --around RUS --coast --out russia.gpkg
      the whole outline of one state, for QGIS

How long it is, who borders whom:
  standoff border --pairs
      the same border by pairs of neighbours
  standoff border --as-of 1997-05-27,2021-12-17,2024-03-07
      on three days
  standoff border --between ALL ALL --reading every --pairs --format csv
      every land border of the world

Of your own territories:
  standoff border --territories my-states.geojson --between WES EAS --pairs
      the codes stand in the property code";

pub const CURVE: &str = "\
A width is how far the strip reaches from the line on each of its sides, not the total across.

Examples

What each width covers:
  standoff curve --widths 1km..1000km:1km --table curve.csv
      a thousand strips from one pass
  standoff curve --widths 10km..400km:10km --territory EST,LVA,LTU --format csv
      three territories only

Where something happens:
  standoff curve --widths 1km..1000km:1km --show events
      the widths at which each territory is first touched and wholly covered
  standoff curve --widths 50km..300km:50km --territory POL --show slopes
      how many km² each more km of width takes";

pub const SOLVE: &str = "\
A width is how far the strip reaches from the line on each of its sides, not the total across.

Examples

How wide for a share?
  standoff solve --territory POL --share 1/3
      a third of Poland
  standoff solve --territory EST,LVA,LTU --share 95% --share 100%
      three states together: nearly, and wholly, with the last point covered

When is each first touched?
  standoff solve --territory NATO --share 0 --each
      every member, and where

Under another reading:
  standoff solve --around RUS --as-of 2024-06-01 --territory FIN --share 50%
      half of Finland from Russia's whole land border";

pub const SITES: &str = "\
Examples

Towns in the strip:
  standoff sites --places --width 100km,300km --only in
      the shipped towns within one of the widths
  standoff sites --places --min-population 100000 --between RUS UKR \\
      --width 100km --only in --format csv > towns.csv
      the larger ones along one border

Your own points:
  standoff sites my-garrisons.geojson --width 300km
      how far each is from the border, and whether the strip holds it
  standoff sites my-units.csv --width 50km,300km --only in \\
      --where 'echelon>=brigade' --table found.csv
      the brigades and larger units within one of the widths
  standoff sites my-units.csv --width 50km,300km --out units.gpkg
      the units for QGIS, coloured by in and out, over the strips";

pub const CLAIMS: &str = "\
Examples

Was it true?
  standoff claims
      what commentators of January 2022 expected of Article 7, under seven
      readings of the line
  standoff claims --between RUS,BLR NATO --as-of 2024-06-01
      the same claims under one reading of your own

Your own claims:
  standoff claims my-claims.toml --table verdicts.csv
      data/claims/article-7-2022.toml shows the form";

pub const SWEEP: &str = "\
A scenario file:
  [defaults]                      # flags of `standoff strip`, for all scenarios
  tolerance = \"10m\"
  [grid]                          # axes that multiply: flag = list of values
  as-of = [\"2004-03-29\", \"2021-12-17\", \"2024-03-07\"]
  width = \"50km..300km:50km\"      # on an axis a range is many values
  line = [                        # an axis of another name sets several flags
    { name = \"contact line\", between = [\"CSTO\", \"NATO\"] },
    { name = \"Russia\", around = \"RUS\" },
  ]
  [[scenario]]                    # and single ones, with flags of their own
  name = \"Kaliningrad left out\"
  width = \"300km\"
  exclude = \"RUS\"

false as a value leaves a flag out. Order: that of the file, the last axis fastest, but scenarios of one line stand together, and \
among them those of one width.

Examples

Look before you run:
  standoff sweep my-scenarios.toml --dry-run
      the plan: names, flags, size

Run:
  standoff sweep my-scenarios.toml --out scenarios.csv
      one table of all; cut off and started again, it goes on where it was
  standoff sweep my-scenarios.toml --format ndjson | grep POL
      the rows as they are done

Compare two runs:
  standoff sweep my-scenarios.toml --out new.csv
  standoff compare scenarios.csv new.csv --by scenario";

pub const COMPARE: &str = "\
Examples

Two days:
  standoff strip --width 300km --table 2021.csv
  standoff strip --width 300km --as-of 2024-06-01 --table 2024.csv
  standoff compare 2021.csv 2024.csv
      which territories gain, which lose

Two readings:
  standoff strip --width 300km --reading outer --format csv |
      standoff compare 2021.csv - --all
      a table from standard input; with the territories that stay the same";

pub const VERIFY: &str = "\
The table says how far off the outline is, and where. A zone that fails ends the run with code 3.

Examples

Is this file what it says?
  standoff strip --width 300km --out zone.geojson
  standoff verify zone.geojson
      it says itself what it was made with

Another program's buffer:
  standoff verify my-buffer.geojson --border my-line.geojson --width 5km \\
      --tolerance 100m
      how far is its outline from 5 km, and where?";

pub const REPORT: &str = "\
A width is how far the strip reaches from the line on each of its sides, not the total across.

Examples

A page with a slider:
  standoff report --widths 50km..1000km:50km --out report.html
      Article 7: drag the width, see what it covers

With switches:
  standoff report --widths 100km,300km,500km --reading contact,outer \\
      --worldview de-facto,un --out readings.html
      two readings and two worldviews on one page

Another line, your own claims:
  standoff report --around RUS --coast --widths 100km..500km:100km \\
      --claims my-claims.toml --title 'Round Russia' --out russia.html
      data/claims/article-7-2022.toml shows the form of claims";

pub const DATA: &str = "\
Examples

Codes for the command line:
  standoff data find korea
      what is called so: territories, names, presets
  standoff data territories
      RUS, POL and all the others
  standoff data alliances --as-of 2021-12-17
      who was a member of what on a day
  standoff data presets
      published zones for --preset

Whose map:
  standoff data worldviews
      who holds the disputed areas in each
  standoff data disputed --format csv > disputed.csv
      who administers and who claims each

How good it is:
  standoff data sources
      origin, licence, accuracy";

pub const COMPLETIONS: &str = "\
Examples

For this shell only:
  standoff completions bash > standoff.bash
      then: source standoff.bash

For good (or `make install`, which does all of these):
  standoff completions zsh > _standoff
      then put it in a folder of $fpath
  standoff completions fish > standoff.fish
      then put it in ~/.config/fish/completions";

pub const MAN: &str = "\
Examples

Read a page:
  standoff man > standoff.1
      then: man -l standoff.1
  standoff man strip > standoff-strip.1

Install them (or `make install`):
  standoff man --out-dir man1
      one page for the program and one for each command";
