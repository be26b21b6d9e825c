// Works out what JavaScript answers to the conditions of cases.json, and writes it there:
//
//     node tests/conditions/answers.mjs
//
// An answer is true, false, or where JavaScript throws the path of the last value that was there or
// should have been.
// The file stays one case a line. The tests themselves read the file and need no node.

import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("cases.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8"));

const defaults = Object.fromEntries(
  Object.entries(cases.schema.properties)
    .filter(([, schema]) => "default" in schema)
    .map(([name, schema]) => [name, schema.default]),
);
const states = cases.states.map(({ state }) => ({ ...defaults, ...state }));

const METHODS = ["includes", "some", "every", "trim"];

for (const entry of cases.conditions) {
  entry.answers = states.map((state) => answer(entry.condition, state));
}
writeFileSync(file, print(cases));

/** What the condition is in this state. */
function answer(condition, state) {
  let last = "state";
  const watched = watch(state, "state", (path) => { last = path; });
  const names = new Proxy({ state: watched, context: watched }, {
    has: (own, name) => !(name in globalThis),
    get: (own, name) => (name === Symbol.unscopables ? undefined : own[name] ?? watched[name]),
  });
  const evaluate = new Function("names", `with (names) { return !!(${condition}); }`);
  try {
    return evaluate.call({ state: watched }, names);
  } catch (error) {
    if (error instanceof TypeError) return last;
    throw new Error(`${condition}: ${error.message}`);
  }
}

/** The object, telling the path of each property that is read. It is the same one each time. */
function watch(object, path, tell, watched = new Map()) {
  if (!watched.has(object)) {
    watched.set(object, new Proxy(object, {
      get(own, name) {
        const value = own[name];
        if (typeof name !== "string" || METHODS.includes(name)) return value;
        const here = /^[0-9]+$/.test(name) ? `${path}[${name}]` : `${path}.${name}`;
        if (!(Array.isArray(own) && name === "length")) tell(here);
        const isObject = typeof value === "object" && value !== null;
        return isObject ? watch(value, here, tell, watched) : value;
      },
    }));
  }
  return watched.get(object);
}

/** One case a line, so that a change can be read. */
function print({ schema, states, conditions, refused }) {
  const lines = (values) => values.map((value) => `    ${JSON.stringify(value)}`).join(",\n");
  return `{
  "schema": ${JSON.stringify(schema, null, 2).replaceAll("\n", "\n  ")},
  "states": [\n${lines(states)}\n  ],
  "conditions": [\n${lines(conditions)}\n  ],
  "refused": [\n${lines(refused)}\n  ]
}
`;
}
