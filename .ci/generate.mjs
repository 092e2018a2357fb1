/**
 * Makes src/schemas/generated.ts from schemas/*.json: one type per file, named after it. With `--check` nothing is
 * written and the exit code is 1 when the file on disk is not what the schemas would make now.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";
import { format } from "prettier";

const target = "src/schemas/generated.ts";
process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const names = readdirSync("schemas")
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length))
  .sort();
const made = await generate();

if (!process.argv.includes("--check")) {
  writeFileSync(target, made);
} else if (readIfThere(target) !== made) {
  console.error(
    `${target} is not what schemas/ says: run \`npm run generate\``,
  );
  process.exitCode = 1;
}

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
  // The root only carries the definitions; what remains of it is an empty interface.
  const ours = types.replace(/export interface Schemas \{[^}]*\}/, "");
  const list = names.map((name) => JSON.stringify(name)).join(", ");
  const formatted = await format(
    `/* eslint-disable */
// Made from schemas/ by \`npm run generate\`; \`npm run check:generated\` compares. Not edited by hand.

export const SCHEMA_NAMES = [${list}] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

${ours}`,
    { parser: "typescript" },
  );
  // The types are named after their schemas; saying so each time helps nobody.
  return formatted.replace(
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

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}
