import type { Random } from "../../src/commands/simulate/random.ts";
import { resolve } from "../support/openapi-document.ts";
import type { Schema } from "../support/openapi-document.ts";
import { strangeText, strangeValue } from "./strange-values.ts";

const DEPTH_MAX = 6;

/** A value that a schema of openapi.yaml describes, near its bounds; now and then one that it does not. */
export function valueOf(given: Schema, random: Random, depth = 0): unknown {
  const schema = resolve<Schema>(given);
  if (random.chance(0.02) || depth > DEPTH_MAX) return strangeValue(random);
  if ("const" in schema) return schema["const"];
  const branches = (schema["anyOf"] ?? schema["oneOf"]) as Schema[] | undefined;
  if (branches !== undefined)
    return valueOf(random.pick(branches), random, depth);
  const parts = schema["allOf"] as Schema[] | undefined;
  if (parts !== undefined)
    return Object.assign(
      {},
      ...parts.map((part) => valueOf(part, random, depth)),
    ) as unknown;
  if (Array.isArray(schema["enum"]))
    return random.pick(schema["enum"] as unknown[]);
  const examples = [schema["examples"] ?? [], schema["example"] ?? []].flat();
  const isPlain =
    schema["properties"] === undefined && schema["items"] === undefined;
  if (isPlain && examples.length > 0 && random.chance(0.7))
    return random.pick(examples);
  const types = [schema["type"] ?? []].flat() as string[];
  switch (types.length === 0 ? "none" : random.pick(types)) {
    case "object":
      return objectOf(schema, random, depth);
    case "array":
      return Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () =>
        valueOf(schema["items"] as Schema, random, depth + 1),
      );
    case "string":
      return textOf(schema, random);
    case "integer":
      return random.pick([
        schema["minimum"] ?? 0,
        schema["maximum"] ?? 100,
        random.below(50),
      ]);
    case "number":
      return random.between(-5000, 5000) / 100;
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    default:
      return strangeValue(random);
  }
}

function objectOf(schema: Schema, random: Random, depth: number): Schema {
  const members = Object.entries(
    (schema["properties"] ?? {}) as Record<string, Schema>,
  );
  const required = (schema["required"] ?? []) as string[];
  const wanted = random.pick([0.2, 0.6, 1]);
  return Object.fromEntries(
    members
      .filter(([name]) => required.includes(name) || random.chance(wanted))
      .map(([name, member]) => [name, valueOf(member, random, depth + 1)]),
  );
}

function textOf(schema: Schema, random: Random): string {
  const longest = Number(schema["maxLength"] ?? 40);
  switch (random.below(6)) {
    case 0:
      return strangeText(random);
    case 1:
      return "é".repeat(longest + random.between(-1, 1));
    case 2:
      return random.pick([
        "001",
        "EVENT-7",
        "1",
        "12.00",
        "2026-11-20",
        "05:00",
      ]);
    default:
      return `text ${random.below(1000)}`;
  }
}
