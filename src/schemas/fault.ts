import type { ErrorObject } from "ajv/dist/2020.js";
import { nearestName } from "./nearest-name.ts";

/** What is wrong at one place of a value, and what would be right. Never the value: it may be a guest's name or a key. */
export interface Fault {
  /** JSON pointer; of a missing member, where it should be. */
  pointer: string;
  fault: string;
  remedy: string;
}

/** Turns what ajv found into faults a person can act on, each place once. */
export function describeFaults(
  errors: readonly ErrorObject[],
  root: unknown,
): Fault[] {
  const faults = new Map<string, Fault>();
  for (const error of withoutEchoes(errors)) {
    const fault = describeFault(error, root);
    const key = `${fault.pointer}\n${fault.fault}`;
    if (!faults.has(key)) faults.set(key, fault);
  }
  return [...faults.values()];
}

/**
 * ajv reports a failed choice once for each branch and once for itself. Where the value has the type of one branch, its
 * own faults say it all; where it has none, one fault that lists the types does.
 */
function withoutEchoes(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    // Inside propertyNames ajv looks at a name, not at a value; what it finds there is said once, for the name.
    if (error.keyword === "if" || error.propertyName !== undefined) continue;
    if (error.keyword !== "anyOf") {
      kept.push(error);
      continue;
    }
    const place = error.instancePath;
    const inside = kept.filter((other) => isAtOrBelow(other, place));
    const types = inside.filter(
      (other) => other.keyword === "type" && other.instancePath === place,
    );
    const echoes = new Set(types);
    const onlyTypes = types.length === inside.length;
    const remaining = kept.filter((other) => !echoes.has(other));
    kept.splice(0, kept.length, ...remaining);
    if (onlyTypes) kept.push(mergedType(types, error));
  }
  return kept;
}

function isAtOrBelow(error: ErrorObject, place: string): boolean {
  return (
    error.instancePath === place || error.instancePath.startsWith(`${place}/`)
  );
}

function mergedType(types: ErrorObject[], choice: ErrorObject): ErrorObject {
  return {
    ...choice,
    keyword: "type",
    params: { type: types.flatMap((error) => typesOf(error.params)) },
  };
}

function describeFault(error: ErrorObject, root: unknown): Fault {
  const params = error.params as Record<string, unknown>;
  const at = (fault: string, remedy: string): Fault => ({
    pointer: error.instancePath,
    fault,
    remedy,
  });
  const param = (name: string): string => String(params[name]);
  const found = (): string => outline(valueAt(root, error.instancePath));
  switch (error.keyword) {
    case "type":
      return at(
        `is ${found()}`,
        `send ${anyOf(typesOf(params).map(withArticle))}`,
      );
    case "required": {
      const member = param("missingProperty");
      return {
        pointer: `${error.instancePath}/${escapePointer(member)}`,
        fault: "is missing",
        remedy: hint(error) ?? `add ${member}`,
      };
    }
    case "additionalProperties":
      return describeUnknown(error, param("additionalProperty"));
    case "propertyNames":
      return {
        pointer: `${error.instancePath}/${escapePointer(printable(param("propertyName")))}`,
        fault: "has a name that is not allowed here",
        remedy:
          hintOf(error.parentSchema?.["propertyNames"]) ?? "see the schema",
      };
    case "enum":
      return at(
        "is none of the allowed values",
        `send ${anyOf((params["allowedValues"] as unknown[]).map(String))}`,
      );
    case "pattern":
      return at(
        `is ${found()} of another form`,
        hint(error) ?? `send text that matches ${param("pattern")}`,
      );
    case "minLength":
      return at(
        `is ${found()}`,
        `send at least ${count(Number(params["limit"]), "character")}`,
      );
    case "maxLength":
      return at(
        `is ${found()}`,
        `send at most ${count(Number(params["limit"]), "character")}`,
      );
    case "minItems":
      return at(
        `is ${found()}`,
        `send at least ${count(Number(params["limit"]), "item")}`,
      );
    case "maxItems":
      return at(
        `is ${found()}`,
        `send at most ${count(Number(params["limit"]), "item")}`,
      );
    case "minProperties":
      return at(
        `is ${found()}`,
        `send at least ${count(Number(params["limit"]), "member")}`,
      );
    case "maxProperties":
      return at(
        `is ${found()}`,
        `send at most ${count(Number(params["limit"]), "member")}`,
      );
    case "uniqueItems":
      return at("has the same item twice", "send each item once");
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return at(
        "is a number out of range",
        `send a number ${param("comparison")} ${param("limit")}`,
      );
    default:
      return at(`breaks the rule ${error.keyword}`, "see the schema");
  }
}

function describeUnknown(error: ErrorObject, name: string): Fault {
  const known = Object.keys(
    (error.parentSchema?.["properties"] as object | undefined) ?? {},
  );
  const near = nearestName(name, known);
  return {
    pointer: `${error.instancePath}/${escapePointer(printable(name))}`,
    fault: "is not a known member",
    remedy:
      near === null
        ? `leave it out; known here: ${known.join(", ")}`
        : `did you mean ${near}?`,
  };
}

/** What the failing schema says of itself; of a missing member only where a condition asks for it. */
function hint(error: ErrorObject): string | null {
  if (error.keyword === "required" && !error.schemaPath.includes("/then/")) {
    return null;
  }
  return hintOf(error.parentSchema);
}

/** The first sentence of a schema's description. */
function hintOf(schema: unknown): string | null {
  const { description } = (schema ?? {}) as { description?: unknown };
  if (typeof description !== "string") return null;
  const sentence = /^.*?[.](?= |$)/s.exec(description)?.[0] ?? description;
  return `expected: ${sentence.replace(/[.]$/, "")}`;
}

/** A value by its type and size alone. */
function outline(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string")
    return `a string of ${count(Array.from(value).length, "character")}`;
  if (Array.isArray(value)) return `an array of ${count(value.length, "item")}`;
  if (typeof value === "object")
    return `an object of ${count(Object.keys(value).length, "member")}`;
  if (typeof value === "number")
    return Number.isInteger(value) ? "an integer" : "a number";
  return `a ${typeof value}`;
}

function count(many: number, thing: string): string {
  return `${many} ${thing}${many === 1 ? "" : "s"}`;
}

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const step of pointer.split("/").slice(1)) {
    if (value === null || typeof value !== "object") return undefined;
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

export function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Names are given back so that they can be found, but only as much of them as a name needs. */
function printable(name: string): string {
  const clean = name.replace(/[\p{C}\p{Z}]/gu, "?");
  return clean.length > 64 ? `${clean.slice(0, 64)}…` : clean;
}

function typesOf(params: unknown): string[] {
  const type = (params as { type: string | string[] }).type;
  return Array.isArray(type) ? type : type.split(",");
}

function withArticle(type: string): string {
  if (type === "null") return type;
  return `${/^[aio]/.test(type) ? "an" : "a"} ${type}`;
}

function anyOf(choices: string[]): string {
  const distinct = [...new Set(choices)];
  const last = distinct.pop() ?? "";
  return distinct.length === 0 ? last : `${distinct.join(", ")} or ${last}`;
}
