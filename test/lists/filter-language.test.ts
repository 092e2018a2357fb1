import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { AppError } from "../../src/errors.ts";
import { FilterFault } from "../../src/lists/filter-tokens.ts";
import { LISTS } from "../../src/lists/list-fields.ts";
import type { DoorField } from "../../src/lists/list-fields.ts";
import type { Filter } from "../../src/lists/list-request.ts";
import { parseFilter } from "../../src/lists/parse-filter.ts";
import {
  checkParameters,
  LIST_PARAMETERS,
  parseListRequest,
} from "../../src/lists/parse-list-request.ts";
import { presentList } from "../../src/lists/present-list.ts";

const NOW = Date.parse("2026-11-21T12:00:00.000Z");

const parse = (
  text: string,
  currency = "CHF",
  resource: keyof typeof LISTS = "receipts",
): Filter =>
  parseFilter(text, {
    resource,
    fields: LISTS[resource].fields,
    currency,
  });
const clause = (field: string, operator: string, value: unknown) => ({
  kind: "clause",
  field,
  operator,
  value,
});
const faultOf = (text: string, resource?: keyof typeof LISTS): string => {
  try {
    parse(text, "CHF", resource);
  } catch (error) {
    if (error instanceof FilterFault) return error.message;
    throw error;
  }
  return "no fault";
};

function scope(resource: keyof typeof LISTS = "receipts") {
  return {
    resource,
    definition: LISTS[resource],
    propertyId: "demo",
    currency: "CHF",
    now: NOW,
  };
}
const ask = (query: string, resource: keyof typeof LISTS = "receipts") =>
  parseListRequest(new URLSearchParams(query), scope(resource));
const refusal = (act: () => unknown): AppError => {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("was not refused");
};

describe("a filter is read by a real grammar", () => {
  test("clauses, and before or, braces", () => {
    expect(parse("kind=sale")).toEqual(clause("kind", "=", "sale"));
    expect(parse("{gross > 100 || gross < 50} && kind != zero")).toEqual({
      kind: "and",
      parts: [
        {
          kind: "or",
          parts: [clause("gross", ">", 10000n), clause("gross", "<", 5000n)],
        },
        clause("kind", "!=", "zero"),
      ],
    });
    expect(parse("fiscId=a || fiscId=b && fiscId=c")).toEqual({
      kind: "or",
      parts: [
        clause("fiscId", "=", "a"),
        {
          kind: "and",
          parts: [clause("fiscId", "=", "b"), clause("fiscId", "=", "c")],
        },
      ],
    });
  });

  test("values may hold spaces and any script, and in quotes any sign", () => {
    for (const value of [
      "a b, c's",
      "Tom & Jerry",
      "2tO3PMb6SVuEJj5v2eJc-Q==",
    ]) {
      expect(parse(`fiscId ~ ${value}`)).toEqual(clause("fiscId", "~", value));
    }
    for (const value of [
      ..."& | < > = ! ~ { }".split(" "),
      "x && y || {z}",
      "a = b & c",
    ]) {
      expect(parse(`fiscId ~ "${value}"`)).toEqual(
        clause("fiscId", "~", value),
      );
    }
    expect(parse('fiscId = "a \\"b\\" \\\\"')).toEqual(
      clause("fiscId", "=", 'a "b" \\'),
    );
    expect(parse("fiscId = 王さん")).toEqual(clause("fiscId", "=", "王さん"));
    expect(parse('fiscId = ""')).toEqual(clause("fiscId", "=", ""));
  });

  test.each("| < > ! ~".split(" "))(
    "a value without quotes and with %s in it is refused at its place",
    (sign) => {
      for (const [text, place] of [
        [`fiscId = a${sign}b`, 11],
        [`fiscId ~ a ${sign} b`, 12],
        [`{ kind = sale && fiscId != ${sign}a }`, 28],
        [`kind = sale ${sign} gross = 1`, 13],
        [`gross > 1 ${sign} x || kind = sale`, 11],
      ] as const) {
        expect(faultOf(text)).toBe(
          `the ${sign} at character ${place} is out of place: clauses are joined by && or ||, and text with | < > ! ~ { or } in it stands in double quotes`,
        );
      }
    },
  );

  test.each([
    ["kind = sale and gross > 1", "receipts", 23],
    ["clientName ~ a{b", "reservations", 15],
    ["clientName = {a}", "reservations", 14],
    ["clientName ~ a}b", "reservations", 15],
  ] as const)("%s is refused, not searched for as it is", (text, list, at) => {
    expect(faultOf(text, list)).toMatch(
      new RegExp(`^the . at character ${at} .* stands in double quotes$`),
    );
  });

  test.each([
    ["status = open & reason = x", "refused-receipts"],
    ["kind = sale, kind = zero", "receipts"],
  ] as const)("%s names no value there is", (text, list) => {
    expect(faultOf(text, list)).not.toBe("no fault");
  });

  describe("a field with a closed set of values is compared with those alone", () => {
    const closed = Object.entries(LISTS).flatMap(([resource, { fields }]) =>
      Object.entries(fields as Record<string, DoorField>).flatMap(
        ([name, { values }]) =>
          values === undefined
            ? []
            : [[resource as keyof typeof LISTS, name, values] as const],
      ),
    );

    test("they are those the answers know", () => {
      const known: Record<string, string[]> = {};
      for (const [resource, name, file, member] of [
        ["receipts", "kind", "ReceiptKind", null],
        ["refused-receipts", "status", "RefusedReceipt", "status"],
        ["postings", "kind", "Posting", "kind"],
        ["reservations", "status", "Reservation", "status"],
        ["business-dates", "status", "BusinessDateSummary", "status"],
        ["reconciliations", "status", "Reconciliation", "status"],
        ["reconciliation-items", "outcome", "ReconciliationItem", "outcome"],
        ["reconciliation-items", "reason", "ReconciliationItem", "reason"],
      ] as const) {
        const schema = JSON.parse(
          readFileSync(`schemas/${file}.json`, "utf8"),
        ) as {
          enum?: string[];
          properties: Record<string, { enum: (string | null)[] }>;
        };
        known[`${resource} ${name}`] = (
          member === null ? schema.enum! : schema.properties[member]!.enum
        ).filter((value) => value !== null);
      }
      expect(
        Object.fromEntries(
          closed.map(([resource, name, values]) => [
            `${resource} ${name}`,
            values,
          ]),
        ),
      ).toEqual(known);
    });

    test.each(closed)("%s.%s", (resource, name, values) => {
      const [first] = values;
      for (const value of values) {
        for (const operator of ["=", "!="]) {
          const meant = clause(name, operator, value);
          for (const text of [value, `"${value}"`]) {
            expect(parse(`${name}${operator}${text}`, "CHF", resource)).toEqual(
              meant,
            );
          }
        }
      }
      for (const text of [
        `${first}x`,
        first!.toUpperCase(),
        `'${first}'`,
        `"${first} "`,
        `"'${first}'"`,
        '""',
        `${first} and reason`,
      ]) {
        for (const operator of ["=", "!="]) {
          expect(faultOf(`${name} ${operator} ${text}`, resource)).toMatch(
            new RegExp(`^${name} is never .*: known are ${values.join(", ")}$`),
          );
        }
      }
      expect(parse(`${name} ~ SA`, "CHF", resource)).toEqual(
        clause(name, "~", "SA"),
      );
    });
  });

  test("of flags one is asked for by name, and the list is not sorted by them", () => {
    for (const resource of [
      "receipts",
      "refused-receipts",
      "postings",
    ] as const) {
      for (const operator of ["=", "!="]) {
        expect(
          parse(`flags ${operator} out-of-balance`, "CHF", resource),
        ).toEqual(clause("flags", operator, "out-of-balance"));
      }
      expect(faultOf("flags ~ late", resource)).toMatch(/use = or !=/);
      expect(faultOf("flags > late", resource)).toMatch(/use = or !=/);
      expect(refusal(() => ask("orderBy=flags", resource)).errors).toEqual([
        {
          parameter: "orderBy",
          detail: expect.stringContaining("flags is no field"),
        },
      ]);
    }
  });

  test("values have the type of their field", () => {
    expect(parse("gross >= 12.5")).toEqual(clause("gross", ">=", 1250n));
    expect(parse("gross = -0.00")).toEqual(clause("gross", "=", 0n));
    expect(parse("gross = 12", "JPY")).toEqual(clause("gross", "=", 12n));
    expect(parse("gross = 1.005", "KWD")).toEqual(clause("gross", "=", 1005n));
    expect(parse("receiptId = 7164829301837824")).toEqual(
      clause("receiptId", "=", 7164829301837824n),
    );
    expect(parse("businessDate <= 2026-11-21")).toEqual(
      clause("businessDate", "<=", "2026-11-21"),
    );
    const hex = "dad3b73cc6fa495b85243e6ff6e25cf9";
    for (const uuid of [
      '"2tO3PMb6SVuFJD5v9uJc-Q=="',
      "2tO3PMb6SVuFJD5v9uJc+Q",
      "dad3b73c-c6fa-495b-8524-3e6ff6e25cf9",
    ]) {
      expect(parse(`uuid = ${uuid}`)).toEqual(clause("uuid", "=", hex));
    }
  });

  test("instants: any zone, none is UTC, a day is the whole day", () => {
    const at = (text: string) => BigInt(Date.parse(text));
    for (const text of [
      "2026-11-21T18:44:13.020Z",
      "2026-11-21T18:44:13.020",
      "2026-11-21T19:44:13.020+01:00",
      "2026-11-21T13:14:13.02-0530",
    ]) {
      expect(parse(`receivedAt = ${text}`)).toEqual(
        clause("receivedAt", "=", at("2026-11-21T18:44:13.020Z")),
      );
    }
    expect(parse("receivedAt > 2026-11-21T18:44")).toEqual(
      clause("receivedAt", ">", at("2026-11-21T18:44:00Z")),
    );
    const first = at("2026-11-21T00:00:00.000Z");
    const last = at("2026-11-21T23:59:59.999Z");
    expect(parse("receivedAt <= 2026-11-21")).toEqual(
      clause("receivedAt", "<=", last),
    );
    expect(parse("receivedAt > 2026-11-21")).toEqual(
      clause("receivedAt", ">", last),
    );
    expect(parse("receivedAt < 2026-11-21")).toEqual(
      clause("receivedAt", "<", first),
    );
    expect(parse("receivedAt >= 2026-11-21")).toEqual(
      clause("receivedAt", ">=", first),
    );
    expect(parse("receivedAt = 2026-11-21")).toEqual({
      kind: "and",
      parts: [
        clause("receivedAt", ">=", first),
        clause("receivedAt", "<=", last),
      ],
    });
    expect(parse("receivedAt != 2026-11-21")).toEqual({
      kind: "or",
      parts: [
        clause("receivedAt", "<", first),
        clause("receivedAt", ">", last),
      ],
    });
  });

  test.each([
    ["groos = 1", /groos is no field of receipts.*did you mean gross\?/],
    ["__proto__ = 1", /a field is expected at character 1/],
    ["constructor = 1", /constructor is no field/],
    ["kind.x = 1", /kind\.x is no field/],
    ["kind sale", /an operator is expected/],
    ["kind", /an operator is expected/],
    ["kind%20%3D%20sale", /encoded twice/],
    ["kind == sale", /== is no operator/],
    ["kind =< 1", /=< is no operator/],
    ["kind > sale", /> is for numbers and dates/],
    ["gross ~ 1", /~ is for text/],
    ["uuid ~ abc", /~ is for text/],
    ['kind ~ ""', /needs some text/],
    ["kind =", /a value is expected/],
    ["kind = && gross = 1", /a value is expected/],
    ["kind = }", /a value is expected/],
    ["gross = twelve", /an amount in CHF/],
    ["gross = 1.005", /at most 2 decimals/],
    ["gross = 1e99", /an amount in CHF/],
    ["gross = 99999999999999999999999999", /an amount in CHF/],
    ["receiptId = 9223372036854775808", /a whole number/],
    ["receiptId = 1.5", /a whole number/],
    ["businessDate = 2026-02-30", /a date/],
    ["businessDate = 2026-11-21T00:00:00Z", /a date/],
    ["receivedAt = 2026-02-30", /a date .* or an instant/],
    ["receivedAt = 2026-11-21T25:00", /a date .* or an instant/],
    ["receivedAt >= 2021-01-01T00:00:00 02:00", /a space where the \+ .* %2B/],
    ["{kind = sale", /the \{ at character 1 is not closed/],
    ["fiscId = a}", /the \} at character 11 closes nothing/],
    ["fiscId = a && {", /a clause .* is expected/],
    ["&& fiscId = a", /a clause .* is expected/],
    ['kind = "a" b', /after the closing quote/],
    ['kind = "a', /never closed/],
    ['kind = a"b', /out of place/],
    [`kind = ${"x".repeat(2048)}`, /longer than 2048/],
    [Array(33).fill("fiscId=a").join(" && "), /at most 32/],
    [`${"{".repeat(9)}kind = a${"}".repeat(9)}`, /deeper than 8/],
  ])("%s is refused with what would be right", (text, words) => {
    expect(faultOf(text)).toMatch(words);
  });

  test("exactly the bounds are accepted", () => {
    expect(faultOf(`fiscId=${"x".repeat(2041)}`)).toBe("no fault");
    expect(faultOf(Array(32).fill("fiscId=a").join(" && "))).toBe("no fault");
    expect(faultOf(`${"{".repeat(8)}fiscId = a${"}".repeat(8)}`)).toBe(
      "no fault",
    );
  });

  test("whatever is written, the answer is a filter or a fault with words", () => {
    const pieces = fc.constantFrom(
      "kind",
      "gross",
      "receivedAt",
      "=",
      "!=",
      "~",
      "<=",
      "&&",
      "||",
      "{",
      "}",
      '"',
      "\\",
      " ",
      "1.50",
      "2026-11-21",
      "a b",
      "%20",
      "é",
      "\u0000",
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(typeof faultOf(text)).toBe("string");
      }),
    );
  });

  test("what a tree means survives being written down and read, whatever the spaces and quotes", () => {
    const space = fc.constantFrom("", " ", "  ", "\t");
    const written = (value: string) =>
      /^(?!\s)[^{}"=!<>~&|\\]+(?<!\s)$/.test(value)
        ? fc.constantFrom(
            value,
            JSON.stringify(value).includes("\\") ? value : `"${value}"`,
          )
        : fc.constant(`"${value.replace(/["\\]/g, "\\$&")}"`);
    const leaf = fc
      .tuple(
        fc.constantFrom("fiscId", "receiptNumber"),
        fc.constantFrom("=", "!="),
        fc.string(),
        space,
        space,
      )
      .chain(([field, operator, value, a, b]) =>
        written(value).map((text) => ({
          text: `${field}${a}${operator}${b}${text}`,
          tree: clause(field, operator, value) as Filter,
          depth: 0,
        })),
      );
    type Part = { text: string; tree: Filter; depth: number };
    const joined = (parts: Part[], kind: "and" | "or", gap: string): Part => {
      const sign = kind === "and" ? "&&" : "||";
      return {
        text: parts
          .map((part) =>
            part.tree.kind === "clause"
              ? part.text
              : `{${gap}${part.text}${gap}}`,
          )
          .join(`${gap}${sign}${gap}`),
        tree: { kind, parts: parts.map((part) => part.tree) },
        depth: 0,
      };
    };
    const tree = fc.letrec<{ part: Part }>((tie) => ({
      part: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        fc
          .tuple(
            fc.array(tie("part"), { minLength: 2, maxLength: 3 }),
            fc.constantFrom("and" as const, "or" as const),
            space,
          )
          .map(([parts, kind, gap]) => joined(parts, kind, gap)),
      ),
    })).part;
    fc.assert(
      fc.property(tree, ({ text, tree: meant }) => {
        const fault =
          text.length > 2048 || (text.match(/[=]/g) ?? []).length > 60;
        fc.pre(!fault);
        let read: Filter;
        try {
          read = parse(text);
        } catch (error) {
          fc.pre(
            !(
              error instanceof FilterFault &&
              /at most 32|deeper than/.test(error.message)
            ),
          );
          throw error;
        }
        expect(read).toEqual(meant);
      }),
    );
  });
});

describe("a list is asked for", () => {
  test("with defaults: 100 rows, newest first, the last 31 days of a large list", () => {
    const { request, since } = ask("");
    expect(request).toMatchObject({
      pageSize: 100,
      page: 1,
      cursor: null,
      orderBy: { field: "receivedAt", descending: true },
    });
    expect(since).toBe(Date.parse("2026-10-21T00:00:00.000Z"));
    expect(request.filter).toEqual(clause("receivedAt", ">=", BigInt(since!)));
    expect(ask("", "reservations").request.filter).toBeNull();
  });

  test.each([
    ["kind=sale", true],
    ["fiscId=A1.1", false],
    ["fiscId!=A1.1", true],
    ["fiscId~A1", true],
    ["receiptId=5 && kind=sale", false],
    ["fiscId=A1.1 || kind=sale", true],
    ["fiscId=A1.1 || businessDate=2020-01-01", false],
    ["closeDate < 2020-01-01", false],
    ["closedAt >= 2020-01-01 && kind=sale", false],
    ["businessDate != 2020-01-01", true],
    ["flags = late", true],
    ["flags = late && fiscId = A1.1", false],
  ])("%s alone: the default range is added: %s", (query, isAdded) => {
    const { since } = ask(`query=${encodeURIComponent(query)}`);
    expect(since !== null).toBe(isAdded);
  });

  test("a page size beyond the maximum is clamped and said, below 1 refused", () => {
    expect(ask("pageSize=9999").request.pageSize).toBe(5000);
    for (const [parameter, value] of [
      ["pageSize", "0"],
      ["pageSize", "-1"],
      ["pageSize", "1.5"],
      ["page", "0"],
      ["page", "x"],
    ]) {
      const error = refusal(() => ask(`${parameter}=${value}`));
      expect([error.code, error.errors]).toEqual([
        "parameter_invalid",
        [{ parameter, detail: "must be a whole number from 1" }],
      ]);
    }
  });

  test("pages end at row 10,000 and the way on is named", () => {
    expect(ask("page=100").request.page).toBe(100);
    const error = refusal(() => ask("page=101"));
    expect(error.code).toBe("page_too_far");
    expect(error.message).toContain("_links.next");
    expect(refusal(() => ask("page=3&pageSize=5000")).code).toBe(
      "page_too_far",
    );
  });

  test("an order is one known field, either way", () => {
    expect(ask("orderBy=-gross").request.orderBy).toEqual({
      field: "gross",
      descending: true,
    });
    expect(refusal(() => ask("orderBy=grosss")).errors).toMatchObject([
      {
        parameter: "orderBy",
        detail: expect.stringContaining("did you mean gross?"),
      },
    ]);
    expect(refusal(() => ask("orderBy=__proto__")).code).toBe(
      "parameter_invalid",
    );
  });

  test("unknown and repeated parameters are refused by name", () => {
    const check = (query: string) =>
      refusal(() =>
        checkParameters(new URLSearchParams(query), LIST_PARAMETERS),
      );
    expect(check("order=x").errors).toMatchObject([
      { parameter: "order", detail: expect.stringContaining("orderBy") },
    ]);
    expect(check("query=a&query=b").code).toBe("parameter_invalid");
  });
});

describe("links", () => {
  const page = (
    query: string,
    next: { value: bigint; id: string; pageNumber: number } | null,
  ) => {
    const parameters = new URLSearchParams(query);
    const asked = parseListRequest(parameters, scope());
    const answer = presentList(
      { results: [], totalResults: 0, totalIsExact: true, next },
      asked,
      { path: "/v1/properties/demo/receipts", parameters },
      (item) => item,
    );
    return { asked, answer };
  };
  const parametersOf = (href: string) =>
    new URLSearchParams(href.split("?")[1]);
  const last = { value: 5n, id: "17", pageNumber: 2 };

  test("a cursor goes on in its list with the range it began with, and in no other", () => {
    const { answer, asked } = page("query=kind%3Dsale&pageSize=7", last);
    const href = answer._links.next!.href;
    const next = parametersOf(href);
    const later = { ...scope(), now: NOW + 40 * 86_400_000 };
    const read = parseListRequest(next, later);
    expect(read.request).toEqual({ ...asked.request, page: 2, cursor: last });
    expect(answer._links.previous).toBeUndefined();

    const refused = (
      change: (parameters: URLSearchParams) => void,
      where = scope(),
    ) => {
      const changed = new URLSearchParams(next);
      change(changed);
      return refusal(() => parseListRequest(changed, where)).code;
    };
    expect(refused((p) => p.set("query", "kind=zero"))).toBe("cursor_invalid");
    expect(refused((p) => p.delete("query"))).toBe("cursor_invalid");
    expect(refused((p) => p.set("orderBy", "gross"))).toBe("cursor_invalid");
    expect(refused(() => undefined, { ...scope(), propertyId: "other" })).toBe(
      "cursor_invalid",
    );
    expect(refused(() => undefined, scope("refused-receipts"))).toBe(
      "filter_invalid",
    );
    expect(refused((p) => p.set("page", "2"))).toBe("parameter_invalid");
  });

  test("a cursor that was tampered with is refused", () => {
    const cursor = parametersOf(page("", last).answer._links.next!.href).get(
      "cursor",
    )!;
    const content = JSON.parse(
      Buffer.from(cursor, "base64url").toString(),
    ) as Record<string, unknown>;
    const forged = (changes: Record<string, unknown>) => {
      const text = Buffer.from(
        JSON.stringify({ ...content, ...changes }),
      ).toString("base64url");
      return refusal(() => ask(`cursor=${text}`)).code;
    };
    expect(ask(`cursor=${cursor}`).request.cursor).toEqual(last);
    for (const changes of [
      { v: "x" },
      { v: 5 },
      { v: { a: 1 } },
      { i: 1 },
      { p: 0 },
      { p: "2" },
      { s: -1 },
      { s: "x" },
      { l: "x" },
    ]) {
      expect(forged(changes)).toBe("cursor_invalid");
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(text !== "");
        expect(
          refusal(() =>
            parseListRequest(new URLSearchParams({ cursor: text }), scope()),
          ).code,
        ).toBe("cursor_invalid");
      }),
    );
  });

  test("current spells out what was filled in and can be followed; self is as asked", () => {
    const { answer, asked } = page(
      "query=kind%3Dsale%20%7C%7C%20kind%3Dzero&page=2",
      null,
    );
    expect(parametersOf(answer._links.self.href).get("query")).toBe(
      "kind=sale || kind=zero",
    );
    const current = parametersOf(answer._links.current.href);
    expect(Object.fromEntries(current)).toEqual({
      orderBy: "-receivedAt",
      pageSize: "100",
      page: "2",
      query: "receivedAt >= 2026-10-21 && {kind=sale || kind=zero}",
    });
    expect(parseListRequest(current, scope()).request).toEqual(asked.request);
    expect(parametersOf(answer._links.previous!.href).get("page")).toBe("1");
    expect(answer._links.next).toBeUndefined();
  });
});
