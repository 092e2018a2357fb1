import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { ERROR_CODES } from "../../src/errors.ts";
import { LISTS } from "../../src/lists/list-fields.ts";
import { PROBLEMS } from "../../src/management/problems.ts";
import { SCHEMA_NAMES } from "../../src/schemas/generated.ts";
import { compileSchema } from "../../src/schemas/schema.ts";
import { TILL_FAULTS } from "../../src/till/till-reply.ts";
import { schemaFaults } from "../support/answer-schema.ts";
import { contract, METHODS, resolve } from "../support/openapi-document.ts";
import type {
  Content,
  Operation,
  Response,
  Schema,
  WithExamples,
} from "../support/openapi-document.ts";

describe("schemas", () => {
  test("every file has a type, and every type a file", () => {
    const files = readdirSync(new URL("../../schemas/", import.meta.url));
    expect(files.sort()).toEqual(SCHEMA_NAMES.map((name) => `${name}.json`));
  });

  test.each(SCHEMA_NAMES)(
    "%s says what it is and has examples that fit it",
    (name) => {
      const { description, examples } = schemaFile(name);
      expect(description).toMatch(/[.]$/);
      expect(examples).not.toEqual([]);
      const check = compileSchema(name);
      for (const example of examples ?? []) expect(check(example)).toEqual([]);
    },
  );

  test("no schema names itself: references in the bundle would break", () => {
    const named = SCHEMA_NAMES.filter((name) => "$id" in schemaFile(name));
    expect(named).toEqual([]);
  });

  test("a change to a reservation knows the same members as a reservation", () => {
    const whole = schemaFile("Reservation").properties;
    expect(whole["creditLeft"]).toMatchObject({ readOnly: true });
    const change = schemaFile("ReservationPatch").properties;
    expect(change).toEqual(withoutDefaults(whole));
  });

  test("a house account is listed with all that was set", () => {
    expect(schemaFile("HouseAccountBalance").properties).toMatchObject(
      withoutDefaults(schemaFile("HouseAccount").properties),
    );
  });

  test("the provisioning file and the management API know the same settings", () => {
    const names = (name: string) => Object.keys(schemaFile(name).properties);
    expect(names("ProvisionedProperty")).toEqual([
      ...names("Property"),
      "reservations",
    ]);
    expect(names("ProvisionedLocation")).toEqual([
      ...names("BusinessLocation"),
      "apiKeys",
      "lightspeed",
    ]);
  });
});

const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ path, method, operation }];
  }),
);

describe("openapi.yaml", () => {
  test.each(operations)(
    "$method $path: every example is what it shows",
    ({ operation }) => {
      const shown = [...examplesOf(operation)];
      expect(shown.length).toBeGreaterThan(0);
      const wrong = shown.flatMap(({ place, schema, value }) =>
        schemaFaults(schema, value).map((fault) => `${place}: ${fault}`),
      );
      expect(wrong).toEqual([]);
    },
  );

  test.each(operations)(
    "$method $path: every body, sent or answered, has an example",
    ({ operation }) => {
      const contents = [
        operation.requestBody?.content,
        ...answersOf(operation).map(({ content }) => content),
      ];
      for (const content of contents) {
        for (const [type, media] of Object.entries(content ?? {})) {
          expect({ type, examples: valuesOf(media).length }).not.toEqual({
            type,
            examples: 0,
          });
        }
      }
    },
  );

  test("every error code of the program is shown, with its status and title, and no other", () => {
    const shown = new Map(
      operations
        .flatMap(({ operation }) => answersOf(operation))
        .flatMap(({ content }) => [content?.["application/problem+json"]])
        .flatMap((media) => (media === undefined ? [] : valuesOf(media)))
        .map(
          (value) => value as { code: string; status: number; title: string },
        )
        .map(({ code, status, title }) => [code, { status, title }]),
    );
    expect(Object.fromEntries(shown)).toEqual(PROBLEMS);
    const { code } = contract.components.schemas["Problem"]![
      "properties"
    ] as Record<string, Schema>;
    expect(code?.["enum"]).toEqual(ERROR_CODES);
  });

  test.each(["/charge", "/search"])(
    "%s: all that a till may get to print is shown, at its status, and nothing else",
    (path) => {
      const operation =
        contract.paths[path]!["post"] ?? contract.paths[path]!["get"]!;
      const shown = Object.entries(operation.responses)
        .filter(([status]) => status !== "200")
        .flatMap(([status, response]) =>
          Object.values(resolve(response).content ?? {})
            .flatMap(valuesOf)
            .map(
              (value) =>
                (value as { customerErrorMessage: string })
                  .customerErrorMessage,
            )
            .map((words) => `${status} ${words}`),
        );
      const said = Object.values(TILL_FAULTS).map(
        ({ status, words }) => `${status} ${words}`,
      );
      expect(said).toEqual(expect.arrayContaining(shown));
      if (path === "/charge") {
        const ofSearch = [
          `400 ${TILL_FAULTS["search-malformed"].words}`,
          `503 ${TILL_FAULTS["search-unavailable"].words}`,
        ];
        const ofCharge = said.filter((one) => !ofSearch.includes(one));
        expect(new Set(shown)).toEqual(new Set(ofCharge));
      }
    },
  );

  test.each(Object.entries(LISTS))(
    "the list of %s says by which fields it can be sorted and filtered",
    (resource, { fields, orderBy }) => {
      const place = resource.replace(
        "reconciliation-",
        "reconciliations/{id}/",
      );
      const path = `/v1/properties/{propertyId}/${place}`;
      const { description = "" } = contract.paths[path]!["get"]!;
      const order = `${orderBy.descending ? "-" : ""}${orderBy.field}`;
      expect(description).toContain(`by default \`${order}\``);
      for (const field of Object.keys(fields)) {
        expect(description).toContain(`\`${field}\``);
      }
    },
  );

  test("every route is documented with its tag and, but for the open ones, its key or token", () => {
    for (const { path, operation } of operations) {
      const tag = /^\/(v1|Account|f)\//.test(path)
        ? "management"
        : ["/charge", "/search"].includes(path)
          ? "till"
          : "operations";
      expect({ path, tags: operation.tags }).toEqual({ path, tags: [tag] });
      if (tag === "management") {
        expect(operation.security).toEqual([{ bearer: [] }]);
      }
    }
  });
});

interface Shown {
  place: string;
  schema: Schema;
  value: unknown;
}

function* examplesOf(operation: Operation): Generator<Shown> {
  yield* shownIn("request", operation.requestBody?.content);
  for (const reference of operation.parameters ?? []) {
    const parameter = resolve(reference);
    for (const value of valuesOf(parameter)) {
      yield { place: parameter.name, schema: parameter.schema, value };
    }
  }
  for (const [status, reference] of Object.entries(operation.responses)) {
    const { headers, content } = resolve<Response>(reference);
    yield* shownIn(status, content);
    for (const [name, header] of Object.entries(headers ?? {})) {
      const { schema, ...examples } = resolve(header);
      for (const value of valuesOf({ schema, ...examples })) {
        yield { place: `${status} ${name}`, schema, value };
      }
    }
  }
}

function* shownIn(place: string, content: Content = {}): Generator<Shown> {
  for (const [type, media] of Object.entries(content)) {
    for (const value of valuesOf(media)) {
      yield { place: `${place} ${type}`, schema: media.schema, value };
    }
  }
}

function answersOf(operation: Operation): Response[] {
  return Object.values(operation.responses).map((one) =>
    resolve<Response>(one),
  );
}

function valuesOf({ example, examples = {} }: WithExamples): unknown[] {
  const named = Object.values(examples).map(({ value }) => value);
  return example === undefined ? named : [example, ...named];
}

interface SchemaFile {
  description?: string;
  examples?: unknown[];
  properties: Record<string, Schema>;
}

function schemaFile(name: string): SchemaFile {
  const file = new URL(`../../schemas/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as SchemaFile;
}

function withoutDefaults(members: Record<string, Schema>) {
  return Object.fromEntries(
    Object.entries(members).map(([name, { default: _default, ...rest }]) => [
      name,
      rest,
    ]),
  );
}
