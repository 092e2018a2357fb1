import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { randomUUID } from "node:crypto";
import {
  buildBill,
  buildLine,
  buildPayment,
  freshUuid,
  voidOf,
} from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";
import type { WireAnswer } from "../support/wire.ts";

const LOCATION = "45454565682155";
const CLEARING = `house:${LOCATION}`;
const GUEST = "Antoinette Unforgettable";

let running: RunningApp;
let partner: ReturnType<typeof partnerOf>;
let now = Date.parse("2026-11-20T21:00:00Z");

beforeAll(async () => {
  const provisioning = buildProvisioning((property) => {
    property["reservations"] = [
      { reservationId: "001", roomId: "101", clientName: "Mia Keller" },
      { reservationId: "002", roomId: "102", clientName: "Jörg Müller" },
      {
        reservationId: "blocked",
        roomId: "103",
        clientName: GUEST,
        blocked: true,
      },
      {
        reservationId: "gone",
        roomId: "104",
        clientName: "Ida Roth",
        status: "checked-out",
      },
      {
        reservationId: "due",
        roomId: "105",
        clientName: "Ole Holm",
        status: "due-in",
      },
    ];
    (property["businessLocations"] as object[]).push({
      id: "777",
      name: "Bar",
      businessExternalReference: "bar-1",
      apiKeys: [{ name: "till", key: BAR_KEY }],
    });
  });
  running = await startApp({ provisioning, clock: { now: () => now } });
  partner = partnerOf(running.url);
});
afterAll(() => running.close());

const BAR_KEY = "bar-till-key-0123456789abcdefghijklmnopqr";

function charge(bill: object, apiKey = KEY): Promise<WireAnswer> {
  return send(`${running.url}/charge`, {
    method: "POST",
    body: JSON.stringify({ apiKey, ...bill }),
  });
}

type Item = Record<string, unknown> & { id: string };
let lines = 0;

/** A bill like no other: two that look alike are a story of their own. */
function billTo(reservationId: string | null, more: object = {}): Bill {
  return buildBill({
    transactions: [buildLine({ amount: 11, sku: `S${++lines}` })],
    payments: [buildPayment({ amount: 11, gratuity: 1, reservationId })],
    ...more,
  });
}

/** Sends it, and answers the entry it is kept as. */
async function refused(bill: Bill, apiKey = KEY): Promise<Item> {
  const answer = await charge(bill, apiKey);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  return itemOf(bill);
}

async function itemOf(bill: Bill): Promise<Item> {
  const query = encodeURIComponent(`fiscId = ${String(bill["fiscId"])}`);
  const list = await partner("GET", `/refused-receipts?query=${query}`);
  const [item] = list.json()["results"] as Item[];
  return item!;
}

function decide(
  act: "repost" | "dismiss",
  { id }: { id: string },
  body: unknown,
  key: string = randomUUID(),
): Promise<WireAnswer> {
  return partner("POST", `/refused-receipts/${id}/${act}`, {
    body,
    headers: { "Idempotency-Key": key },
  });
}

const repost = (item: { id: string }, body: unknown = {}, key?: string) =>
  decide("repost", item, body, key);
const dismiss = (item: { id: string }, body: unknown, key?: string) =>
  decide("dismiss", item, body, key);

async function balanceOf(folioId: string): Promise<string> {
  const folio = await partner("GET", `/folios/${encodeURIComponent(folioId)}`);
  return folio.json()["balance"] as string;
}

const codeOf = (answer: WireAnswer) => [answer.status, answer.json()["code"]];
const errorsOf = (answer: WireAnswer) =>
  answer.json()["errors"] as Record<string, string>[];

describe("the list of refused bills", () => {
  test("says how long each has waited, for whom, and what would post it", async () => {
    const item = await refused(billTo("blocked"));
    now += 12 * 60_000 + 5_000;
    const again = (await partner("GET", `/refused-receipts/${item.id}`)).json();
    expect(again).toMatchObject({
      status: "open",
      reason: "guest-blocked",
      attempts: 1,
      gross: "11.00",
      ageMinutes: 12,
      guests: [
        {
          reservationId: "blocked",
          clientName: GUEST,
          roomId: "103",
          status: "in-house",
          blocked: true,
        },
      ],
      remedy: expect.stringContaining("A person may post to a blocked guest"),
      decision: null,
    });
    const remedies: [Bill, string][] = [
      [billTo("999"), "Add 999 to the reservations"],
      [billTo("due"), "Check due in"],
      [billTo(null), "Repost it with folioId"],
      [billTo("gone"), "A person may post to a guest who has left"],
    ];
    for (const [bill, remedy] of remedies)
      expect((await refused(bill))["remedy"]).toContain(remedy);
  });

  test("tells that what could not be read can only be dismissed", async () => {
    await send(`${running.url}/charge`, {
      method: "POST",
      body: `{"apiKey":"${KEY}","payments":"none"}`,
    });
    const open = await partner(
      "GET",
      "/refused-receipts?query=reason = wrong-shape",
    );
    const [item] = open.json()["results"] as Item[];
    expect(item!["remedy"]).toContain("dismiss it");
    expect(codeOf(await repost(item!, { folioId: "001" }))).toEqual([
      409,
      "refused_unreadable",
    ]);
    expect((await dismiss(item!, { reason: "rung by hand" })).status).toBe(200);
  });
});

describe("POST …/repost", () => {
  test("puts the bill on another folio, and tells who did it and when", async () => {
    const bill = billTo("999");
    const item = await refused(bill);
    const before = Number(await balanceOf("EVENT-7"));
    const done = await repost(item, { folioId: "EVENT-7" });
    expect(done.status).toBe(200);
    expect(done.json()).toMatchObject({
      id: item.id,
      status: "reposted",
      ageMinutes: null,
      remedy: null,
      decision: { by: "ops", at: new Date(now).toISOString(), note: null },
    });
    const receiptId = done.json()["receiptId"] as string;
    expect(Number(await balanceOf("EVENT-7"))).toBe(before + 12);
    const receipt = (await partner("GET", `/receipts/${receiptId}`)).json();
    expect(receipt).toMatchObject({
      fiscId: bill["fiscId"],
      bills: [{ folioId: "EVENT-7", total: "12.00" }],
    });
  });

  test("to the named reservation needs no word, and a person may post to the blocked and to those who have left", async () => {
    const flagsOf = async (folioId: string): Promise<unknown> => {
      const item = await refused(billTo(folioId));
      const done = await repost(item);
      const { receiptId } = done.json();
      const path = `/receipts/${String(receiptId)}`;
      return (await partner("GET", path)).json()["flags"];
    };
    expect(await flagsOf("blocked")).toContain("guest-blocked");
    expect(await flagsOf("gone")).toContain("after-checkout");
  });

  test("by reservation as sent splits it; on the clearing account it is booked and left unsettled", async () => {
    const bill = buildBill({
      transactions: [buildLine({ amount: 9, sku: "SPLIT" })],
      payments: [
        buildPayment({ amount: 5, reservationId: "998" }),
        buildPayment({ amount: 4, gratuity: 1, reservationId: "999" }),
      ],
    });
    const item = await refused(bill);
    const before = Number(await balanceOf("001"));
    const folioIds = { 998: "001", 999: CLEARING };
    expect((await repost(item, { folioIds })).status).toBe(200);
    expect(Number(await balanceOf("001"))).toBe(before + 5);
    const clearing = await partner("GET", `/folios/${CLEARING}`);
    expect(clearing.json()["balance"]).toBe("0.00");
    const [payment] = (
      clearing.json()["postings"] as Record<string, unknown>[]
    ).filter((own) => own["methodCode"] === "UNSETTLED");
    expect(payment).toMatchObject({ kind: "payment", gross: "-5.00" });
    // Its void finds both parts.
    const back = (await charge(voidOf(bill))).json();
    expect(back["status"]).toBe("posted");
    expect(Number(await balanceOf("001"))).toBe(before);
    expect(await balanceOf(CLEARING)).toBe("0.00");
  });

  test("is booked on today's date, though the bill is of another", async () => {
    const bill = billTo("999", { closeDate: "2026-10-02T19:00:00.000Z" });
    const done = await repost(await refused(bill), { folioId: "002" });
    const { receiptId } = done.json();
    const receipt = await partner("GET", `/receipts/${String(receiptId)}`);
    expect(receipt.json()).toMatchObject({
      businessDate: "2026-11-20",
      closedAt: "2026-10-02T19:00:00.000Z",
      flags: expect.not.arrayContaining(["late"]),
    });
  });

  test("a folio that cannot be used is named, with what helps, and nothing is changed", async () => {
    const item = await refused(billTo("due"));
    const before = await balanceOf("due");
    for (const body of [
      { folioId: "nobody" },
      { folioId: "house:777" },
      { folioId: "due" },
    ]) {
      const answer = await repost(item, body);
      expect(codeOf(answer)).toEqual([409, "folio_unusable"]);
      expect(errorsOf(answer)[0]?.["pointer"]).toBe("/folioId");
    }
    const named = await repost(item, { folioIds: { due: "nobody" } });
    expect(errorsOf(named)[0]).toMatchObject({ pointer: "/folioIds/due" });
    const asSent = await repost(item);
    expect(errorsOf(asSent)[0]?.["detail"]).toContain("check the guest in");
    const unnamed = await refused(billTo(null));
    expect(codeOf(await repost(unnamed))).toEqual([409, "folio_unusable"]);
    expect((await repost(unnamed, { folioIds: { "": "001" } })).status).toBe(
      200,
    );
    expect(await balanceOf("due")).toBe(before);
  });

  test("says what is wrong with the request, member by member", async () => {
    const item = await refused(billTo("999"));
    const wrong: [unknown, string][] = [
      [{ folioID: "001" }, "/folioID"],
      [{ folioId: "001", folioIds: { 999: "001" } }, "/folioIds"],
      [{ folioIds: { 998: "001" } }, "/folioIds/998"],
      [{ folioId: 1 }, "/folioId"],
      [{ folioId: "" }, "/folioId"],
      [{ confirmDouble: "yes" }, "/confirmDouble"],
      [{ folioIds: { 999: null } }, "/folioIds/999"],
    ];
    for (const [body, pointer] of wrong) {
      const answer = await repost(item, body);
      expect([body, ...codeOf(answer)]).toEqual([body, 400, "body_invalid"]);
      expect(errorsOf(answer)[0]?.["pointer"]).toBe(pointer);
    }
    const bare = await partner("POST", `/refused-receipts/${item.id}/repost`, {
      body: {},
    });
    expect(codeOf(bare)).toEqual([400, "idempotency_key_missing"]);
    const nowhere = { id: "7164829301999616" };
    expect(codeOf(await repost(nowhere))).toEqual([404, "not_found"]);
    expect(codeOf(await repost({ id: "x" }))).toEqual([404, "not_found"]);
  });

  test("a cash bill has nothing to put on a guest's folio, and goes to the clearing account", async () => {
    const cash = billTo("999", {
      businessExternalReference: "elsewhere",
      payments: [
        buildPayment({ amount: 11, methodCode: "CASH", reservationId: null }),
      ],
    });
    const item = await refused(cash, BAR_KEY);
    expect(item["reason"]).toBe("reference-mismatch");
    const answer = await repost(item, { folioId: "001" });
    expect(codeOf(answer)).toEqual([400, "body_invalid"]);
    expect((await repost(item)).json()["status"]).toBe("reposted");
    expect(await balanceOf("house:777")).toBe("0.00");
  });

  test("asked again with the same key it is done once; another request with that key is a conflict", async () => {
    const item = await refused(billTo("999"));
    const before = Number(await balanceOf("001"));
    const key = randomUUID();
    const both = await Promise.all([
      repost(item, { folioId: "001" }, key),
      repost(item, { folioId: "001" }, key),
    ]);
    for (const answer of both) expect(answer.status).toBe(200);
    expect(both[0].json()["receiptId"]).toBe(both[1].json()["receiptId"]);
    expect(Number(await balanceOf("001"))).toBe(before + 12);
    expect(codeOf(await repost(item, { folioId: "002" }, key))).toEqual([
      409,
      "idempotency_conflict",
    ]);
  });

  test("two persons at once: one does it, the other hears that it is done", async () => {
    const item = await refused(billTo("999"));
    const before = Number(await balanceOf("001"));
    const answers = await Promise.all(
      ["001", "001", "001"].map((folioId) => repost(item, { folioId })),
    );
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([200, 409, 409]);
    const loser = answers.find((answer) => answer.status === 409)!;
    expect(loser.json()).toMatchObject({
      code: "refused_not_open",
      detail: expect.stringMatching(/reposted: receipt \d+ stands for it/),
    });
    expect(Number(await balanceOf("001"))).toBe(before + 12);
  });
});

describe("POST …/dismiss", () => {
  test("sets it aside with the reason, by whom and when; the reason is in no log", async () => {
    const item = await refused(billTo("999"));
    const reason = `Paid in cash by ${GUEST}`;
    const done = await dismiss(item, { reason });
    expect(done.json()).toMatchObject({
      status: "dismissed",
      reason: "reservation-unknown",
      receiptId: null,
      decision: { by: "ops", note: reason },
    });
    expect(codeOf(await repost(item, { folioId: "001" }))).toEqual([
      409,
      "refused_not_open",
    ]);
    expect(codeOf(await dismiss(item, { reason }))).toEqual([
      409,
      "refused_not_open",
    ]);
    expect(running.logText()).not.toContain(GUEST);
  });

  test("wants a reason of some sense", async () => {
    const item = await refused(billTo("999"));
    for (const body of [
      {},
      { reason: "" },
      { reason: "  " },
      { reason: "x".repeat(501) },
      { reason: 1 },
    ]) {
      const answer = await dismiss(item, body);
      expect([body, ...codeOf(answer)]).toEqual([body, 400, "body_invalid"]);
      expect(errorsOf(answer)[0]?.["pointer"]).toBe("/reason");
    }
    const shown = await partner("GET", `/refused-receipts/${item.id}`);
    expect(shown.json()["status"]).toBe("open");
  });
});

test("a bill of an outlet that the hotel has no more is kept, can be put on its folio, and is posted when the outlet is back", async () => {
  const settings = (await partner("GET", "")).json();
  const locations = settings["businessLocations"] as Item[];
  const put = (businessLocations: unknown): Promise<WireAnswer> =>
    partner("PUT", "", {
      body: { ...settings, businessLocations },
      headers: { "If-Match": "*" },
    });
  const own = { businessExternalReference: "bar-1" };
  const [kept, again] = [billTo("001", own), billTo("001", own)];
  expect((await put(locations.filter(({ id }) => id !== "777"))).status).toBe(
    200,
  );
  try {
    const item = await refused(kept, BAR_KEY);
    expect(item).toMatchObject({
      status: "open",
      reason: "key-revoked",
      businessLocationId: "777",
    });
    expect((await charge(again, BAR_KEY)).status).toBe(401);
    const broken = await send(`${running.url}/charge`, {
      method: "POST",
      body: `{"apiKey": "${BAR_KEY}"`,
    });
    expect(broken.status).toBe(401);
    const search = `${running.url}/search?term=101&apiKey=${BAR_KEY}`;
    expect((await send(search)).status).toBe(401);
    expect((await repost(item)).status).toBe(200);
    expect((await itemOf(kept))["status"]).toBe("reposted");
  } finally {
    expect((await put(locations)).status).toBe(200);
  }
  expect((await charge(again, BAR_KEY)).json()["status"]).toBe("posted");
  expect((await itemOf(again))["status"]).toBe("superseded");
});

describe("when the till goes on meanwhile", () => {
  test("a retry after a repost is a replay, on the folio where it stands", async () => {
    const bill = billTo("999");
    const done = await repost(await refused(bill), { folioId: "002" });
    const again = await charge(bill);
    expect(again.json()).toMatchObject({
      status: "replayed",
      receiptId: done.json()["receiptId"],
      bills: [{ folioId: "002", total: "12.00" }],
    });
  });

  test("retries while it is reposted are refused or replayed, and it is posted once", async () => {
    for (let round = 0; round < 5; round++) {
      const bill = billTo("999");
      const item = await refused(bill);
      const before = Number(await balanceOf("002"));
      const [done, ...retries] = await Promise.all([
        repost(item, { folioId: "002" }),
        charge(bill),
        charge(bill),
        charge(bill),
      ]);
      expect(done.status).toBe(200);
      for (const retry of retries) expect([200, 404]).toContain(retry.status);
      expect((await charge(bill)).json()["status"]).toBe("replayed");
      expect(Number(await balanceOf("002"))).toBe(before + 12);
    }
  });

  test("a retry after a dismissal is refused again and opens it; one that succeeds supersedes it", async () => {
    const bill = billTo("late-guest");
    const item = await refused(bill);
    await dismiss(item, { reason: "nobody of that name" });
    expect((await charge(bill)).status).toBe(404);
    expect(await itemOf(bill)).toMatchObject({
      id: item.id,
      status: "open",
      attempts: 2,
      decision: null,
    });
    await partner("PATCH", "/reservations", {
      headers: { "If-Match": "*" },
      body: [
        {
          reservationId: "late-guest",
          roomId: "110",
          clientName: "Una Late",
          status: "in-house",
        },
      ],
    });
    expect((await itemOf(bill))["remedy"]).toBe("Repost it as it is.");
    expect((await charge(bill)).json()["status"]).toBe("posted");
    expect((await itemOf(bill))["status"]).toBe("superseded");
    expect(codeOf(await repost(item))).toEqual([409, "refused_not_open"]);
  });

  test("a void of a refused or dismissed bill posts nothing and leaves nothing to repost", async () => {
    for (const dismissed of [false, true]) {
      const bill = billTo("999");
      const item = await refused(bill);
      if (dismissed) await dismiss(item, { reason: "voided" });
      expect((await charge(voidOf(bill))).json()).toMatchObject({
        status: "posted",
        bills: [],
      });
      const answer = await repost(item, { folioId: "001" });
      expect(answer.json()).toMatchObject({
        code: "refused_not_open",
        detail: expect.stringContaining("superseded"),
      });
    }
  });

  test("a void of a reposted bill credits the folio on which it stands", async () => {
    const bill = billTo("999");
    const before = await balanceOf("002");
    await repost(await refused(bill), { folioId: "002" });
    expect((await charge(voidOf(bill))).json()).toMatchObject({
      bills: [{ folioId: "002", total: "-12.00" }],
      flags: expect.arrayContaining(["redirected"]),
    });
    expect(await balanceOf("002")).toBe(before);
  });

  test("a void that arrives during the repost leaves the folio as it was, whichever is first", async () => {
    for (let round = 0; round < 5; round++) {
      const bill = billTo("999");
      const item = await refused(bill);
      const before = await balanceOf("002");
      await Promise.all([
        repost(item, { folioId: "002" }),
        charge(voidOf(bill)),
      ]);
      expect(await balanceOf("002")).toBe(before);
      expect((await itemOf(bill))["status"]).not.toBe("open");
    }
  });

  test("a conflict that is reposted gets a receipt of its own, and each retry finds its own", async () => {
    const bill = billTo("001");
    const first = (await charge(bill)).json()["receiptId"];
    const other = billTo("001", { uuid: bill["uuid"] });
    const item = await refused(other);
    expect(item["reason"]).toBe("content-conflict");
    const done = await repost(item);
    const second = done.json()["receiptId"];
    expect(second).not.toBe(first);
    expect((await charge(bill)).json()).toMatchObject({
      status: "replayed",
      receiptId: first,
    });
    expect((await charge(other)).json()).toMatchObject({
      status: "replayed",
      receiptId: second,
    });
  });

  test("a bill rung again under a new uuid is flagged on both, refused or not, and reposting one needs confirmDouble", async () => {
    const bill = billTo("999");
    const item = await refused(bill);
    const { fiscId, initialAccountId } = buildBill();
    const again = { ...bill, uuid: freshUuid(), fiscId, initialAccountId };
    const second = await refused(again);
    expect(second["flags"]).toContain("possible-double");
    expect((await itemOf(bill))["flags"]).toContain("possible-double");
    expect((await itemOf(bill))["remedy"]).toContain("confirmDouble");
    const answer = await repost(item, { folioId: "001" });
    expect(answer.json()).toMatchObject({
      status: 409,
      code: "double_unconfirmed",
      detail: expect.stringContaining(`refused receipt ${second.id}`),
    });
    expect((await itemOf(bill))["status"]).toBe("open");
    const yes = { folioId: "001", confirmDouble: true };
    const done = await repost(item, yes);
    const { receiptId } = done.json();
    const receipt = await partner("GET", `/receipts/${String(receiptId)}`);
    expect(receipt.json()["flags"]).toContain("possible-double");
    // The other one is still alike, wherever the first one went.
    const other = await repost(second, { folioId: "002" });
    expect(other.json()["detail"]).toContain(`receipt ${String(receiptId)}`);
    await dismiss(second, { reason: "the same bill" });
  });

  const rungAnew = (bill: Bill): Bill => {
    const { uuid, fiscId, initialAccountId } = buildBill();
    return { ...bill, uuid, fiscId, initialAccountId };
  };
  const isDouble = ({ flags }: Record<string, unknown>): boolean =>
    (flags as string[]).includes("possible-double");

  test("a bill is no possible double any longer once the last that looks like it is dismissed, and is again when that comes back", async () => {
    const bill = billTo("999");
    const [second, third] = [rungAnew(bill), rungAnew(bill)];
    await refused(bill);
    const others = [await refused(second), await refused(third)];
    const doubles = () =>
      Promise.all(
        [bill, second, third].map(async (one) => isDouble(await itemOf(one))),
      );
    expect(await doubles()).toEqual([true, true, true]);
    await dismiss(others[0]!, { reason: "the same bill" });
    expect(await doubles()).toEqual([true, false, true]);
    await dismiss(others[1]!, { reason: "the same bill" });
    expect(await doubles()).toEqual([false, false, false]);
    expect((await itemOf(bill))["remedy"]).not.toContain("confirmDouble");
    // The till sends it again, so it is open again.
    await charge(third);
    expect(await doubles()).toEqual([true, false, true]);
  });

  test("a receipt is no possible double any longer once what looks like it is dismissed, wherever it was put", async () => {
    const bill = billTo("999");
    const first = await refused(bill);
    const second = await refused(rungAnew(bill));
    const done = await repost(first, { folioId: "001", confirmDouble: true });
    const path = `/receipts/${String(done.json()["receiptId"])}`;
    const receipt = async () => (await partner("GET", path)).json();
    expect(isDouble(await receipt())).toBe(true);
    await dismiss(second, { reason: "the same bill" });
    expect(isDouble(await receipt())).toBe(false);
  });

  const doublesAmong = (bills: Bill[]) =>
    Promise.all(bills.map(async (bill) => isDouble(await itemOf(bill))));

  test("a bill is no possible double any longer once the last that looks like it is voided at the till", async () => {
    const bill = billTo("999");
    const [second, third] = [rungAnew(bill), rungAnew(bill)];
    const first = await refused(bill);
    const done = async () => {
      const yes = { folioId: "001", confirmDouble: true };
      return (await repost(first, yes)).json()["receiptId"] as string;
    };
    await refused(second);
    await refused(third);
    const path = `/receipts/${await done()}`;
    const receipt = async () => (await partner("GET", path)).json();
    expect((await charge(voidOf(second))).status).toBe(200);
    expect((await itemOf(second))["status"]).toBe("superseded");
    expect(await doublesAmong([second, third])).toEqual([false, true]);
    expect(isDouble(await receipt())).toBe(true);
    expect((await charge(voidOf(third))).status).toBe(200);
    expect(await doublesAmong([second, third])).toEqual([false, false]);
    expect(isDouble(await receipt())).toBe(false);
  });

  test("a bill whose void came before it is no possible double of anything", async () => {
    const bill = billTo("999");
    const second = rungAnew(bill);
    await refused(bill);
    await charge(voidOf(second));
    expect((await charge(second)).status).toBe(404);
    expect((await itemOf(second))["status"]).toBe("superseded");
    expect(await doublesAmong([bill, second])).toEqual([false, false]);
  });

  test("a bill is a possible double again when its void turns out to be another's", async () => {
    const bill = billTo("999");
    const second = rungAnew(bill);
    await refused(bill);
    await refused(second);
    await charge(voidOf(second, { closeDate: "2026-11-20T19:40:00.000Z" }));
    expect(await doublesAmong([bill, second])).toEqual([false, false]);
    // Of the same account, closed later, with the same amounts.
    const nearer = billTo("999", {
      initialAccountId: second["initialAccountId"],
      closeDate: "2026-11-20T19:35:00.000Z",
    });
    expect((await charge(nearer)).status).toBe(404);
    expect((await itemOf(nearer))["status"]).toBe("superseded");
    expect((await itemOf(second))["status"]).toBe("open");
    expect(await doublesAmong([bill, second])).toEqual([true, true]);
  });
});

test("every decision is on the trail with who it was, by ids and digests: no name and no reason", async () => {
  const list = await partner("GET", "/refused-receipts?pageSize=500");
  const decided = (list.json()["results"] as Item[]).filter(
    (item) => item["decision"] !== null,
  );
  const acts = (await running.trail("demo")).filter(({ act }) =>
    act.startsWith("refused-receipt."),
  );
  for (const { id, status } of decided)
    expect(
      acts.filter(
        ({ act, details }) =>
          act === `refused-receipt.${String(status)}` && details.includes(id),
      ),
    ).toHaveLength(1);
  expect(decided.length).toBeGreaterThan(10);
  for (const { actor, act, details } of acts) {
    const members =
      act === "refused-receipt.reposted"
        ? ["refusedId", "receiptId", "folioIds", "doubleConfirmed"]
        : ["refusedId", "reasonDigest"];
    expect(actor).toBe("token:ops");
    expect(Object.keys(JSON.parse(details) as object)).toEqual(members);
  }
  expect(running.logText()).not.toMatch(/Unforgettable|Keller|Roth/);
});
