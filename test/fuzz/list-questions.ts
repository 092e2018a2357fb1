import type { Random } from "../../src/commands/simulate/random.ts";
import { resolve } from "../support/openapi-document.ts";
import type {
  Operation,
  Response,
  Schema,
} from "../support/openapi-document.ts";
import { mutated } from "./mutate.ts";
import { strangeText } from "./strange-values.ts";

const OPERATORS = ["=", "!=", "<", "<=", ">", ">=", "~"];
/** Of every type that fields have, near the bounds of what is kept of it. */
const VALUES = [
  "0",
  "-1",
  "12.5",
  "9223372036854775807",
  "-9223372036854775807",
  "92233720368547758.07",
  "-99999999999999999.99",
  "0000-01-01",
  "0001-01-01",
  "1969-12-31",
  "2026-11-20",
  "2085-09-05",
  "9999-12-31",
  "0000-01-01T00:00:00+14:00",
  "1969-12-31T23:59:59.999Z",
  "2026-11-20T19:27:33.243Z",
  "9999-12-31T23:59:59.999-12:00",
  "true",
  "sale",
  "open",
  "item",
  "001",
  "5b9a0b0e-3b8e-4a1e-9d5a-0c4c1f8f1b7e",
  "%",
  '"a && b"',
];

/** A filter over fields of the list that an operation answers with; now and then over none of them. */
export function filterFor(operation: Operation, random: Random): string {
  const names = fieldsOf(operation);
  const clause = (): string => {
    const name = random.chance(0.05) ? strangeText(random) : random.pick(names);
    const value = random.chance(0.1)
      ? strangeText(random)
      : random.pick(VALUES);
    return `${name} ${random.pick(OPERATORS)} ${value}`;
  };
  let filter = clause();
  while (random.chance(0.3))
    filter = random.pick([
      `${filter} && ${clause()}`,
      `${filter} || ${clause()}`,
      `{${filter}} && ${clause()}`,
    ]);
  return filter;
}

export function orderFor(operation: Operation, random: Random): string {
  return random.pick(["", "-"]) + random.pick(fieldsOf(operation));
}

/** A next page with something in its cursor changed: written as cursors are, so that what is in it is looked at. */
export function withChangedCursor(page: string, random: Random): string {
  const url = new URL(page, "http://server");
  const content = JSON.parse(
    Buffer.from(url.searchParams.get("cursor")!, "base64url").toString("utf8"),
  ) as object;
  const changed = random.chance(0.5)
    ? { ...content, v: random.pick(VALUES) }
    : mutated(content, random);
  const cursor = Buffer.from(JSON.stringify(changed)).toString("base64url");
  url.searchParams.set("cursor", cursor);
  return url.pathname + url.search;
}

/** The members of what is listed, and theirs. */
function fieldsOf({ responses }: Operation): string[] {
  const { content } = resolve<Response>(responses["200"]!);
  const list = propertiesOf(content!["application/json"]!.schema);
  const { items } = resolve<Schema>(list["results"]!) as { items: Schema };
  return Object.entries(propertiesOf(items)).flatMap(([name, member]) => [
    name,
    ...Object.keys(propertiesOf(member)).map((inner) => `${name}.${inner}`),
  ]);
}

function propertiesOf(schema: Schema): Record<string, Schema> {
  const { properties } = resolve<Schema>(schema);
  return (properties ?? {}) as Record<string, Schema>;
}
