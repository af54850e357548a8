//! How people name places: each understood as what it is, none sent elsewhere.

use geo::MultiPolygon;
use standoff::border::alliance::AllianceTable;
use standoff::border::names::table::NameTable;
use standoff::border::names::{Words, unit};
use standoff::border::worldview::{Assignment, Worldview, shipped_territories};
use standoff::error::{Error, Kind};
use standoff::load::shipped;
use standoff::territory::Territory;
use std::sync::OnceLock;

fn world() -> &'static (Vec<Territory>, AllianceTable, Worldview) {
    static WORLD: OnceLock<(Vec<Territory>, AllianceTable, Worldview)> = OnceLock::new();
    WORLD.get_or_init(|| {
        let worldview = Worldview::default();
        // Without their polygons: names need none.
        let bare = |t: Territory| Territory {
            polygons: MultiPolygon(Vec::new()),
            ..t
        };
        let territories = shipped_territories(&worldview).expect("shipped");
        (
            territories.into_iter().map(bare).collect(),
            AllianceTable::shipped().expect("shipped"),
            worldview,
        )
    })
}

fn understand(text: &str) -> Result<String, Error> {
    let (territories, alliances, worldview) = world();
    let words = Words {
        territories,
        alliances,
        worldview: Some(worldview),
    };
    Ok(words.understand(text)?.text)
}

/// Beside territories of the user's own: code and name of each.
fn own(text: &str, file: &[(&str, &str)]) -> Result<String, Error> {
    let territories: Vec<Territory> = (file.iter())
        .map(|(code, name)| Territory::new(*code, *name, MultiPolygon(Vec::new())))
        .collect();
    let words = Words {
        territories: &territories,
        alliances: &world().1,
        worldview: None,
    };
    Ok(words.understand(text)?.text)
}

#[track_caller]
fn refused(found: Result<String, Error>, words: &[&str]) {
    let error = found.expect_err("a refusal");
    assert_eq!(error.kind, Kind::Usage);
    for word in words {
        assert!(error.to_string().contains(word), "{error} lacks {word:?}");
    }
}

/// 120 ways to name 40 places.
const WAYS: [(&str, &[&str]); 40] = [
    (
        "RUS",
        &["Russia", "rus", "RU", "ru", "Russian Federation", "643"],
    ),
    (
        "KOR",
        &["South Korea", "KR", "Republic of Korea", "ROK", "S. Korea"],
    ),
    ("PRK", &["North Korea", "kp", "DPRK"]),
    ("POL", &["Poland", "PL", "poland", "Polska"]),
    ("KOS", &["Kosovo", "XK", "XKX", "RKS"]),
    ("DEU", &["DE", "Germany", "GER", "Deutschland"]),
    (
        "GBR",
        &["UK", "United Kingdom", "GB", "Great Britain", "u.k."],
    ),
    ("USA", &["US", "USA", "United States", "America", "U.S."]),
    ("CHE", &["CH", "Switzerland", "SUI", "Schweiz"]),
    ("CHN", &["China", "CN", "PRC"]),
    ("TUR", &["Turkey", "Türkiye", "Turkiye", "TR"]),
    ("CZE", &["Czechia", "Czech Republic", "CZ"]),
    ("MKD", &["North Macedonia", "Macedonia", "MK", "FYROM"]),
    ("SWZ", &["Eswatini", "Swaziland"]),
    (
        "CIV",
        &["Ivory Coast", "Côte d'Ivoire", "cote d’ivoire", "CI"],
    ),
    ("MMR", &["Burma", "Myanmar"]),
    ("CPV", &["Cabo Verde", "Cape Verde"]),
    ("TLS", &["East Timor", "Timor-Leste"]),
    ("COD", &["DR Congo", "DRC", "Zaire", "Congo-Kinshasa", "CD"]),
    ("COG", &["Congo-Brazzaville", "Republic of the Congo", "CG"]),
    ("SDS", &["South Sudan", "SSD", "SS"]),
    ("PSX", &["Palestine", "PS", "State of Palestine", "PSE"]),
    ("SAH", &["Western Sahara", "ESH"]),
    ("TWN", &["Taiwan", "TW"]),
    ("NLD", &["Netherlands", "The Netherlands", "Holland", "NED"]),
    ("BIH", &["Bosnia", "Bosnia & Herzegovina", "BA"]),
    ("VNM", &["Vietnam", "Viet Nam"]),
    ("IRN", &["Iran", "Persia", "IR"]),
    ("ARE", &["UAE", "United Arab Emirates", "AE"]),
    ("GRC", &["Greece", "GR", "EL"]),
    ("VAT", &["Holy See", "Vatican City", "Vatican"]),
    ("HKG", &["Hong Kong", "HK"]),
    ("ALD", &["Åland Islands", "Aland", "AX"]),
    ("GEO", &["Georgia", "GE"]),
    ("UKR", &["Ukraine", "UA", "ukr"]),
    ("EU", &["EU", "eu", "European Union"]),
    ("UN", &["UN", "un", "United Nations"]),
    ("NATO", &["nato", "North Atlantic Treaty Organisation"]),
    ("EST,LVA,LTU", &["Baltics", "the Baltics", "baltic states"]),
    ("ALL", &["all"]),
];

#[test]
fn the_ways_to_name_places_are_all_right_and_none_is_sent_elsewhere() {
    let mut ways = 0;
    for (code, names) in WAYS {
        for name in names {
            let found = understand(name).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(found, code, "{name}");
            ways += 1;
        }
    }
    assert!(ways >= 120, "{ways}");
}

#[test]
fn a_code_as_shipped_is_nothing_to_tell_and_a_name_is_told() {
    let (territories, alliances, worldview) = world();
    let words = Words {
        territories,
        alliances,
        worldview: Some(worldview),
    };
    let told = words.understand("RUS,NATO, ALL,EU").expect("codes");
    assert_eq!(
        (told.text.as_str(), told.notes.len()),
        ("RUS,NATO,ALL,EU", 0)
    );
    let told = words.understand("Russia, BLR,baltics").expect("names");
    assert_eq!(told.text, "RUS,BLR,EST,LVA,LTU");
    assert_eq!(told.notes, ["Russia: RUS", "baltics: EST,LVA,LTU"]);
}

#[test]
fn every_iso_code_of_a_shipped_territory_means_it() {
    let codes = world().0.iter().map(|t| t.code.as_str());
    for code in codes {
        let table = NameTable::shipped().expect("shipped");
        for other in table.codes_of(code) {
            assert_eq!(understand(other).expect(other), code, "{other}");
        }
    }
}

#[test]
fn every_name_of_a_shipped_territory_means_it() {
    for territory in &world().0 {
        let found = understand(&territory.name).expect(&territory.name);
        assert_eq!(found, territory.code, "{}", territory.name);
    }
}

#[test]
fn a_word_of_several_meanings_is_refused_with_all_of_them() {
    refused(
        understand("Korea"),
        &["KOR (South Korea)", "PRK (North Korea)"],
    );
    refused(understand("the congo"), &["COD", "COG"]);
    refused(understand("RUS,Virgin Islands"), &["VGB", "VIR"]);
    refused(understand("Kashmir"), &["IND-JK", "PAK-JK"]);
}

#[test]
fn a_place_that_is_no_territory_is_refused_with_what_to_write() {
    refused(
        understand("Crimea"),
        &[
            "UKR-43",
            "UKR-40",
            "a part of RUS",
            "`assign` UKR-40=UKR-43",
            "worldview de-facto",
        ],
    );
    refused(
        understand("Kaliningrad"),
        &["RUS-KGD", "`assign` RUS-KGD=RUS-KGD"],
    );
    refused(understand("rus-kgd"), &["a part of RUS"]);
    refused(understand("Transnistria"), &["MDA-TN", "MDA"]);
    refused(
        understand("England"),
        &["GBR (United Kingdom)", "`territories`"],
    );
    refused(understand("Kyiv"), &["UKR (Ukraine)"]);
    refused(understand("USSR"), &["RUS,UKR,BLR"]);
    refused(understand("Yugoslavia"), &["SRB", "HRV"]);
}

#[test]
fn a_place_that_the_user_made_a_territory_is_one_by_its_name() {
    let (texts, notes) = unit::assignment("Crimea=Crimea").expect("units");
    assert_eq!(texts, ["UKR-43=UKR-43", "UKR-40=UKR-43"]);
    assert_eq!(notes, ["Crimea: UKR-43,UKR-40"]);
    let assign: Vec<Assignment> = (texts.iter())
        .map(|text| Assignment::parse(text).expect("an assignment"))
        .collect();
    let day = jiff::civil::date(2021, 12, 17);
    let worldview = Worldview::named("de-facto", day, &assign).expect("a worldview");
    let territories = shipped_territories(&worldview).expect("shipped");
    let words = Words {
        territories: &territories,
        alliances: &world().1,
        worldview: Some(&worldview),
    };
    assert_eq!(
        words.understand("Crimea").expect("a territory").text,
        "UKR-43"
    );
    assert_eq!(
        unit::assignment("kaliningrad=Poland").expect("a unit").0,
        ["RUS-KGD=POL"]
    );
    assert_eq!(
        unit::assignment("RUS-KGD=RUS-KGD").expect("codes"),
        (vec!["RUS-KGD=RUS-KGD".to_owned()], vec![])
    );
    assert!(unit::assignment("Baltics=POL").is_err());
}

#[test]
fn a_name_never_changes_the_worldview_and_worldviews_have_names() {
    assert_eq!(unit::worldview("Russia").expect("known").text, "RUS");
    assert_eq!(unit::worldview("United Nations").expect("known").text, "un");
    assert_eq!(unit::worldview("UN").expect("known").text, "un");
    assert_eq!(unit::worldview("nobody's").expect("left").text, "nobody's");
    let (territories, ..) = world();
    let crimea = territories.iter().find(|t| t.code == "UKR-43");
    assert!(crimea.is_none() && understand("Ukraine").expect("known") == "UKR");
}

#[test]
fn the_codes_and_names_of_the_users_own_territories_come_first() {
    let states = [
        ("US-GA", "Georgia"),
        ("US-AL", "Alabama"),
        ("CA", "California"),
        ("DE", "Delaware"),
    ];
    assert_eq!(own("Georgia", &states).expect("one"), "US-GA");
    assert_eq!(own("us-al,CA", &states).expect("codes"), "US-AL,CA");
    assert_eq!(own("DE", &states).expect("own code"), "DE");
    let both = [
        ("US-GA", "Georgia"),
        ("GEO", "Sakartvelo"),
        ("EU", "Our Union"),
    ];
    refused(
        own("Georgia", &both),
        &["US-GA (Georgia)", "GEO (Sakartvelo)"],
    );
    assert_eq!(own("EU", &both).expect("own code"), "EU");
    assert_eq!(own("NATO", &both).expect("an alliance"), "NATO");
}

#[test]
fn a_file_with_other_codes_is_named_by_names_too() {
    let iso2 = [("DE", "Allemagne"), ("PL", "Pologne"), ("RU", "Russie")];
    assert_eq!(own("Germany,POL,Russie", &iso2).expect("names"), "DE,PL,RU");
    let numeric = [("276", "276"), ("616", "616")];
    assert_eq!(own("Germany,PL", &numeric).expect("names"), "276,616");
    refused(own("France", &iso2), &["FRA", "have not", "DE, PL, RU"]);
    refused(
        own("Korea", &[("KOR", "Korea, South"), ("PRK", "Korea, North")]),
        &["KOR", "PRK"],
    );
}

#[test]
fn hostile_names_are_left_for_whoever_refuses_them() {
    let long = "x".repeat(100_000);
    for name in [
        "",
        " ",
        ",",
        ",,",
        "''",
        "\u{0}",
        "\u{202e}",
        "İ",
        "ß",
        "🇷🇺",
        "RUS;POL",
        "../RUS",
        long.as_str(),
    ] {
        let found = understand(name).expect("left as it is");
        assert!(
            !found.contains("RUS") || name.contains("RUS"),
            "{name:?} became {found}"
        );
    }
}

#[test]
fn members_of_the_eu_and_the_un_are_those_of_the_day() {
    let alliances = &world().1;
    let count = |name: &str, year: i16| {
        let day = jiff::civil::date(year, 7, 2);
        alliances.members(name, day).expect("members").len()
    };
    let eu: Vec<usize> = [1960, 1975, 1985, 1990, 2000, 2005, 2010, 2015, 2021]
        .map(|y| count("EU", y))
        .to_vec();
    assert_eq!(eu, [6, 9, 10, 12, 15, 25, 27, 28, 27]);
    // Czechoslovakia and Yugoslavia have no code: states that succeeded them count from their own admission. Syria counts throughout, in the
    // years of its union with Egypt too.
    let un: Vec<usize> = [1946, 1950, 1961, 1993, 2001, 2021]
        .map(|y| count("UN", y))
        .to_vec();
    assert_eq!(un, [49, 57, 98, 182, 189, 193]);
    let codes: Vec<_> = shipped::heads()
        .expect("shipped")
        .iter()
        .map(|h| h.code)
        .collect();
    let day = jiff::civil::date(2021, 12, 17);
    for name in ["EU", "UN"] {
        let members = alliances.members(name, day).expect("members");
        assert!(members.iter().all(|code| codes.contains(&code.as_str())));
    }
}
