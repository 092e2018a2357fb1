import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { contract } from "./openapi-document.ts";
import type { Schema } from "./openapi-document.ts";

/** What is wrong with a value of an answer; empty where nothing is. */
export function schemaFaults(schema: Schema, value: unknown): string[] {
  const validate = compiled(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, 10).map(describe);
}

function describe(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  const member =
    params["unevaluatedProperty"] ?? params["additionalProperty"] ?? null;
  const place = error.instancePath === "" ? "" : `at ${error.instancePath} `;
  const named = typeof member === "string" ? ` (${member})` : "";
  return `${place}${error.message ?? error.keyword}${named}`;
}

const validators = new Map<Schema, ValidateFunction>();
const ajv = new Ajv2020({
  allErrors: true,
  allowUnionTypes: true,
  // A reference that is shut says nothing of its type; the schema it points at does.
  strictTypes: false,
});
for (const [name, schema] of Object.entries(contract.components.schemas)) {
  ajv.addSchema(closed(schema, false), name);
}

function compiled(schema: Schema): ValidateFunction {
  let validate = validators.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(closed(schema, true));
    validators.set(schema, validate);
  }
  return validate;
}

/** The schema with every object in it shut to members that it does not name. */
function closed(schema: Schema, isPlace: boolean): Schema {
  const result: Schema = { ...schema };
  if (typeof result["$ref"] === "string") {
    result["$ref"] = nameOf(result["$ref"]);
  }
  if (result["properties"] !== undefined) {
    const members = Object.entries(result["properties"] as object);
    result["properties"] = Object.fromEntries(
      members.map(([name, member]) => [name, closed(member as Schema, true)]),
    );
  }
  if (result["items"] !== undefined) {
    result["items"] = closed(result["items"] as Schema, true);
  }
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = result[keyword] as Schema[] | undefined;
    if (branches === undefined) continue;
    result[keyword] = branches.map((branch) => closed(branch, true));
  }
  if (result["allOf"] !== undefined) {
    result["allOf"] = (result["allOf"] as Schema[]).map((part) =>
      closed(part, false),
    );
  }
  if (typeof result["additionalProperties"] === "object") {
    const members = result["additionalProperties"] as Schema;
    result["additionalProperties"] = closed(members, true);
  }
  if (isPlace && isObject(schema) && !("additionalProperties" in schema)) {
    result["unevaluatedProperties"] = false;
  }
  return result;
}

/** Whether the schema describes objects with members of its own. */
function isObject(schema: Schema): boolean {
  if (typeof schema["$ref"] === "string") {
    return isObject(contract.components.schemas[nameOf(schema["$ref"])]!);
  }
  return (
    "properties" in schema ||
    ((schema["allOf"] as Schema[] | undefined)?.some(isObject) ?? false)
  );
}

function nameOf(reference: string): string {
  return reference.slice("#/components/schemas/".length);
}
