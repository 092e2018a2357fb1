/**
 * Makes the types in src/schemas/generated/ from schemas/*.json, a file for each schema, and src/schemas/generated.ts, which
 * has all of them. With `--check` nothing is written and the exit code is 1 when the files are not what the schemas would
 * make now.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";
import { format } from "prettier";
import ts from "typescript";

const index = "src/schemas/generated.ts";
const directory = "src/schemas/generated";
process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const names = readdirSync("schemas")
  .filter((file) => file.endsWith(".json"))
  .map((file) => basename(file, ".json"))
  .sort();
const made = await generate();

if (!process.argv.includes("--check")) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  for (const [path, text] of made) writeFileSync(path, text);
} else {
  const there = new Set([index, ...filesIn(directory)]);
  const paths = [...there.union(new Set(made.keys()))];
  const wrong = paths.filter(
    (path) => !there.has(path) || readFileSync(path, "utf8") !== made.get(path),
  );
  for (const path of wrong)
    console.error(
      `${path} is not what schemas/ says: run \`npm run generate\``,
    );
  if (wrong.length > 0) process.exitCode = 1;
}

/** Texts by their paths. */
async function generate() {
  const definitions = Object.fromEntries(
    names.map((name) => [
      name,
      forTypes(JSON.parse(readFileSync(`schemas/${name}.json`, "utf8"))),
    ]),
  );
  const types = await compile({ title: "Schemas", definitions }, "Schemas", {
    additionalProperties: false,
    bannerComment: "",
    format: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
  });
  const declarations = declarationsIn(types);
  const texts = new Map();
  for (const { name, text, needs } of declarations) {
    const imports = needs.map(
      (needed) => `import type { ${needed} } from "./${needed}.ts";\n`,
    );
    texts.set(
      `${directory}/${name}.ts`,
      await formatted(`${imports.join("")}\n${text}`),
    );
  }
  const list = names.map((name) => JSON.stringify(name)).join(", ");
  const all = declarations.map(
    ({ name }) => `export type * from "./generated/${name}.ts";`,
  );
  texts.set(
    index,
    await formatted(
      `export const SCHEMA_NAMES = [${list}] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

${all.join("\n")}`,
    ),
  );
  return texts;
}

/** Each type with the others it names; without the root, which only carries the definitions. */
function declarationsIn(types) {
  const source = ts.createSourceFile("types.ts", types, ts.ScriptTarget.Latest);
  const declared = source.statements.filter(({ name }) => name !== undefined);
  const own = declared
    .filter(({ name }) => name.text !== "Schemas")
    .sort((a, b) => (a.name.text < b.name.text ? -1 : 1));
  const known = new Set(own.map(({ name }) => name.text));
  return own.map((declaration) => {
    const needs = new Set();
    const look = (node) => {
      if (
        ts.isTypeReferenceNode(node) ||
        ts.isExpressionWithTypeArguments(node)
      )
        needs.add((node.typeName ?? node.expression).getText(source));
      ts.forEachChild(node, look);
    };
    look(declaration);
    const name = declaration.name.text;
    return {
      name,
      text: declaration.getFullText(source),
      needs: [...needs.intersection(known)]
        .filter((needed) => needed !== name)
        .sort(),
    };
  });
}

async function formatted(text) {
  const whole = await format(
    `/* eslint-disable */
// Made from schemas/ by \`npm run generate\`; \`npm run check:generated\` compares. Not edited by hand.

${text}`,
    { parser: "typescript" },
  );
  // The types are named after their schemas; saying so each time helps nobody.
  return whole.replace(
    /\n \*\n \* This interface was referenced by `Schemas`.*\n.*/g,
    "",
  );
}

/** The parts of a schema that a type can say, with references that point into one document. */
function forTypes(schema) {
  if (Array.isArray(schema)) return schema.map(forTypes);
  if (schema === null || typeof schema !== "object") return schema;
  const kept = Object.entries(schema).filter(
    // Conditions and bounds narrow a value, not its type; a reader of the type finds the rule in the schema.
    ([keyword]) => !["if", "then", "else", "examples"].includes(keyword),
  );
  const { $ref, ...rest } = Object.fromEntries(
    kept.map(([keyword, value]) => [keyword, forTypes(value)]),
  );
  if (rest.allOf !== undefined && rest.properties !== undefined) {
    // json-schema-to-typescript sees the one or the other, unless the properties are one of all.
    const { description, allOf, ...own } = rest;
    return { description, allOf: [...allOf, own] };
  }
  if ($ref === undefined) return rest;
  const [file, pointer = ""] = $ref.split("#");
  const reference = {
    $ref: `#/definitions/${file.replace(/\.json$/, "")}${pointer}`,
  };
  // Beside a reference json-schema-to-typescript would drop the description.
  return Object.keys(rest).length === 0
    ? reference
    : { ...rest, allOf: [reference] };
}

function filesIn(path) {
  return readdirSync(path).map((name) => `${path}/${name}`);
}
