//! Whether the sizes are true that the documentation gives.

use std::fs;
use std::path::Path;

use tinyflow_tests::project::root;

use super::{probe, types};

#[test]
fn the_sizes_in_the_documentation_are_true() {
    let text = fs::read_to_string(root().join("docs/schemas.md")).expect("it can be read");
    let rows: Vec<Row<'_>> = text.lines().filter_map(Row::read).collect();
    assert_eq!(rows.len(), 20);
    let of_both = rows.iter().filter(|row| row.typify.is_some());
    let mut sums = [0; 4];
    for row in &rows {
        let (types, schema) = sizes(row.probe);
        assert_eq!((row.types, row.schema), (types, schema), "{}", row.probe);
        if let Some(typify) = row.typify {
            let more = [1, types, schema, typify];
            sums = std::array::from_fn(|index| sums[index] + more[index]);
        }
    }
    assert_eq!(sums[0], of_both.count());
    let [both, types, schema, typify] = sums.map(in_words);
    let sum = format!("| the {both} that both turn into types | {types} | {schema} | {typify} |");
    assert!(text.contains(&sum), "{sum}");
    let readme = fs::read_to_string(root().join("README.md")).expect("it can be read");
    let said =
        format!("typify turns {both} into types, in {typify} lines; ours for those are {types}");
    assert!(readme.contains(&said), "{said}");
}

/// A line of the table.
struct Row<'t> {
    probe: &'t str,
    types: usize,
    schema: usize,
    /// None where it makes no types.
    typify: Option<usize>,
}

impl<'t> Row<'t> {
    fn read(line: &'t str) -> Option<Self> {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [probe, types, schema, typify] = cells.as_slice() else {
            return None;
        };
        Some(Self {
            probe: probe.strip_prefix('`')?.strip_suffix('`')?,
            types: types.parse().ok()?,
            schema: schema.parse().unwrap_or(0),
            typify: typify.parse().ok(),
        })
    }
}

/// The lines of the types, and of the schema beside them.
fn sizes(name: &str) -> (usize, usize) {
    let case = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("probes/cases")
        .join(name);
    let file = probe(&case).file.expect("it becomes types");
    // Its text alone, without what makes a static of it.
    let schema = file
        .split_once("static STATE_SCHEMA")
        .map_or(0, |(_, schema)| {
            let end = schema.find("\n);\n").expect("the schema ends");
            schema[..end].lines().count() - 1
        });
    // The first line says how the types were cut out.
    (types(&file).lines().count() - 1, schema)
}

/// With a comma behind the thousands.
fn in_words(number: usize) -> String {
    match number / 1_000 {
        0 => number.to_string(),
        thousands => format!("{thousands},{:03}", number % 1_000),
    }
}
