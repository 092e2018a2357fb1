import { describe, expect, test } from "@jest/globals";
import {
  describeFileFaults,
  digestOf,
  readProvisioningFile,
} from "../../src/provisioning/read-provisioning-file.ts";
import type { ReadProvisioning } from "../../src/provisioning/read-provisioning-file.ts";
import type { Access } from "../../src/store/contract/access.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";

function read(
  content: string | object,
  options: { installed?: Access } = {},
): ReadProvisioning {
  return readProvisioningFile({
    bytes: Buffer.from(
      typeof content === "string" ? content : JSON.stringify(content),
    ),
    prune: false,
    dryRun: false,
    actor: { type: "command", name: "test" },
    installed: options.installed ?? null,
  });
}

function faultsOf(content: string | object, installed?: Access): string[] {
  const result = read(content, installed === undefined ? {} : { installed });
  return result.kind === "faulty" ? describeFileFaults(result.faults) : [];
}

function planOf(content: object) {
  const result = read(content);
  if (result.kind === "faulty")
    throw new Error(describeFileFaults(result.faults).join("\n"));
  return result.plan;
}

describe("a provisioning file in order", () => {
  test("becomes a plan that holds digests and no secret", () => {
    const plan = planOf(buildProvisioning());
    expect(plan.tokens).toEqual([
      {
        name: "ops",
        digest: digestOf(TOKEN),
        scopes: ["read", "write", "admin"],
        properties: ["*"],
      },
    ]);
    expect(plan.properties[0]?.apiKeys).toEqual([
      {
        businessLocationId: "45454565682155",
        name: "till",
        digest: digestOf(KEY),
      },
    ]);
    const text = JSON.stringify(plan, (_, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    );
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(TOKEN);
  });

  test.each([
    ["CHF", 5n],
    ["JPY", 1n],
    ["KWD", 50n],
  ])(
    "rounds in %s up to %s minor units unless it says otherwise",
    (currency, tolerance) => {
      const file = buildProvisioning((property) => {
        Object.assign(property, {
          currency,
          roundingTolerance: undefined,
          reservations: [],
          houseAccounts: [],
        });
      });
      expect(planOf(file).properties[0]?.property.roundingTolerance).toBe(
        tolerance,
      );
    },
  );

  test("leaves what is absent unmapped and ends the day at midnight", () => {
    const file = {
      properties: [
        { id: "p", name: "P", currency: "EUR", timezone: "Europe/Berlin" },
      ],
    };
    const [first] = planOf(file).properties;
    expect(first?.property).toMatchObject({
      dayEndsAt: "00:00",
      transactionCodes: { fallback: null, payments: {}, accountingGroups: {} },
      businessLocations: [],
    });
  });

  test("reads a code by tax rate however the rate is written", () => {
    const file = buildProvisioning((property) => {
      property["transactionCodes"] = {
        accountingGroups: {
          "1": "10",
          "2": { code: "20", rates: { "7.70": "21" } },
        },
      };
    });
    expect(
      planOf(file).properties[0]?.property.transactionCodes.accountingGroups,
    ).toEqual({
      "1": { code: "10", rates: {} },
      "2": { code: "20", rates: { "7.7": "21" } },
    });
  });
});

describe("a provisioning file that is not JSON", () => {
  test.each([
    ['{"a": my-secret-key}', "line 1, column 7"],
    ['{\n "properties": [\n ],\n}', "line 4, column 1"],
    ["{", "line 1, column 2"],
    ['{"a":"x\ny"}', "line 1, column 6"],
    ["[] []", "line 1, column 4"],
    ['{"a":1,\n"a":2}', "line 2, column 1"],
    ['{"a":01}', "line 1, column 7"],
  ])("%j is told by place and not quoted", (text, place) => {
    const [fault, ...others] = faultsOf(text);
    expect(others).toEqual([]);
    expect(fault).toContain(`${place}: `);
    expect(fault).not.toContain("secret");
  });

  test("may begin with a byte order mark", () => {
    expect(read(`\uFEFF${JSON.stringify(buildProvisioning())}`).kind).toBe(
      "plan",
    );
  });
});

describe("a provisioning file with faults", () => {
  test("names the path of every one of them, and what to do", () => {
    const file = buildProvisioning((property) => {
      Object.assign(property, { currency: "XXQ", timezone: "Mars/Base" });
      (property["houseAccounts"] as object[]).push({
        folioId: "001",
        name: "taken by a guest",
      });
      (property["reservations"] as object[]).push({
        reservationId: "9",
        clientName: "x",
        creditLimit: "1.234",
      });
    });
    file.managementTokens[0]!["properties"] = ["nowhere"];
    file.properties.push({ ...file.properties[0]! });
    const faults = faultsOf(file);
    for (const path of [
      "properties[0].currency",
      "properties[0].timezone",
      "properties[0].reservations[1].creditLimit",
      "properties[1].id",
      "properties[1].businessLocations[0].id",
      "properties[1].businessLocations[0].apiKeys[0].key",
      "managementTokens[0].properties[0]",
    ]) {
      expect(faults).toContainEqual(
        expect.stringMatching(new RegExp(`^${escape(path)}: .+; .+`)),
      );
    }
    expect(faults).toContainEqual(
      "properties[0].reservations[0].reservationId: is the same folio as at properties[0].houseAccounts[1].folioId; give each an id of its own, or remove one",
    );
  });

  test.each([
    [
      "a key",
      "properties[0].businessLocations[0].apiKeys[0].key",
      { key: "short" },
    ],
    ["a token", "managementTokens[0].token", { token: "short" }],
  ])("%s under 32 characters is refused and not quoted", (_, path, change) => {
    const file = buildProvisioning((property) => {
      const locations = property["businessLocations"] as {
        apiKeys: object[];
      }[];
      if ("key" in change) Object.assign(locations[0]!.apiKeys[0]!, change);
    });
    if ("token" in change) Object.assign(file.managementTokens[0]!, change);
    const faults = faultsOf(file);
    expect(faults).toEqual([expect.stringContaining(`${path}: `)]);
    expect(faults[0]).not.toContain('"short"');
    expect(faults[0]).toContain("32");
  });

  test.each(["with spaces", "with ümlauts-in-it"])(
    "a token %s, which no header can carry, is refused and not quoted",
    (like) => {
      const file = buildProvisioning();
      file.managementTokens[0]!["token"] = like.repeat(4);
      const faults = faultsOf(file);
      expect(faults).toEqual([
        expect.stringMatching(
          /^managementTokens\[0\]\.token: .*expected: .*ASCII without spaces/,
        ),
      ]);
      expect(faults[0]).not.toContain(like);
    },
  );

  test("may not use the prefix of clearing accounts, nor end a day in the afternoon", () => {
    const faults = faultsOf(
      buildProvisioning((property) => {
        property["dayEndsAt"] = "12:01";
        property["houseAccounts"] = [{ folioId: "house:1", name: "x" }];
      }),
    );
    expect(faults).toEqual([
      expect.stringContaining("properties[0].dayEndsAt: "),
      expect.stringContaining("properties[0].houseAccounts[0].folioId: "),
    ]);
  });

  test("may not open two doors with one secret", () => {
    const file = buildProvisioning();
    file.managementTokens[0]!["token"] = KEY;
    expect(faultsOf(file)).toEqual([
      expect.stringContaining(
        "properties[0].businessLocations[0].apiKeys[0].key: is the same secret as at managementTokens[0].token",
      ),
    ]);
  });

  test("may not take a business location or a key from another property of the installation", () => {
    const plan = planOf(buildProvisioning());
    const { property } = plan.properties[0]!;
    const installed: Access = {
      revision: 1n,
      tokens: [],
      properties: [{ ...property, id: "other" }],
      retiredLocations: [],
      apiKeys: [
        {
          keyId: "1",
          propertyId: "other",
          businessLocationId: "777",
          name: "till",
          digest: digestOf(KEY),
          createdAt: 0,
          revokedAt: null,
        },
      ],
    };
    expect(faultsOf(buildProvisioning(), installed)).toEqual([
      expect.stringContaining(
        "properties[0].businessLocations[0].id: belongs to the property other",
      ),
      expect.stringContaining(
        'properties[0].businessLocations[0].apiKeys: the key named "till" is already',
      ),
    ]);
  });
});

const escape = (text: string) => text.replace(/[[\].]/g, "\\$&");
