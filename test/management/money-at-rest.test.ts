import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { buildBill } from "../support/bill.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";

const OTHER_TOKEN = "other-token-0123456789abcdefghijklmnopqrs";
const REVOKED_KEY = "revoked-till-key-0123456789abcdefghijklmn";

describe("what a hotel has in its books", () => {
  let running: RunningApp;
  const charge = (bill: object, headers: Record<string, string> = {}) =>
    send(`${running.url}/charge`, {
      method: "POST",
      headers,
      body: JSON.stringify(bill),
    });

  beforeAll(async () => {
    const provisioning = buildProvisioning((property) => {
      property["businessLocations"] = [
        {
          id: "777",
          name: "Bar",
          apiKeys: [
            { name: "till", key: KEY },
            { name: "old", key: REVOKED_KEY },
          ],
        },
      ];
    });
    provisioning.managementTokens.push({
      name: "other",
      token: OTHER_TOKEN,
      scopes: ["admin"],
      properties: ["*"],
    });
    running = await startApp({ provisioning });
  });
  afterAll(() => running.close());

  test("keeps its currency: a change that would re-read every amount is refused, before the first bill it is not", async () => {
    const partner = partnerOf(running.url);
    const settings = (await partner("GET", "")).json();
    const put = (currency: string) =>
      partner("PUT", "", {
        headers: { "If-Match": "*" },
        body: { ...settings, currency, roundingTolerance: "0.05" },
      });
    expect((await put("EUR")).status).toBe(200);
    expect((await put("CHF")).status).toBe(200);
    expect((await charge(buildBill({ apiKey: KEY }))).status).toBe(200);
    const refused = await put("EUR");
    expect(refused.status).toBe(409);
    expect(refused.json()).toMatchObject({
      code: "currency_fixed",
      errors: [{ pointer: "/currency" }],
    });
    expect((await partner("GET", "/folios/001")).json()).toMatchObject({
      balance: "12.00",
      currency: "CHF",
    });
  });

  test("a bill that can be read shows its amount and guests also where it may not be posted", async () => {
    const partner = partnerOf(running.url);
    const { results } = (
      await partner("GET", "/api-keys?query=name=old")
    ).json() as { results: { id: string }[] };
    expect(
      (await partner("DELETE", `/api-keys/${results[0]!.id}`)).status,
    ).toBe(204);
    const lost = buildBill({ apiKey: REVOKED_KEY });
    const misnamed = buildBill({ apiKey: KEY });
    expect((await charge(lost)).status).toBe(401);
    expect(
      (await charge(misnamed, { "Content-Type": "text/plain" })).status,
    ).toBe(415);
    for (const [bill, reason] of [
      [lost, "key-revoked"],
      [misnamed, "wrong-content-type"],
    ] as const) {
      const found = (
        await partner(
          "GET",
          `/refused-receipts?query=fiscId=${String(bill["fiscId"])}`,
        )
      ).json();
      expect(found["results"]).toMatchObject([
        { reason, gross: "11.00", reservationIds: ["001"], status: "open" },
      ]);
    }
    expect((await charge(misnamed)).status).toBe(200);
    const retried = (
      await partner(
        "GET",
        `/refused-receipts?query=fiscId=${String(misnamed["fiscId"])}`,
      )
    ).json();
    expect(retried["results"]).toMatchObject([{ status: "superseded" }]);
  });

  test("a key made for one token is not shown to another that guesses its Idempotency-Key", async () => {
    const ask = (token: string) =>
      partnerOf(running.url, { token })("POST", "/api-keys", {
        headers: { "Idempotency-Key": "terrace-1" },
        body: { name: "terrace", businessLocationId: "777" },
      });
    const first = (await ask(TOKEN)).json()["key"];
    expect((await ask(TOKEN)).json()["key"]).toBe(first);
    expect((await ask(OTHER_TOKEN)).json()["key"]).not.toBe(first);
  });
});
