import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { ListRequest } from "../../src/lists/list-request.ts";
import { findUnsure } from "../../src/store/postgres/charge/find-unsure.ts";
import { Database } from "../../src/store/postgres/connection/database.ts";
import { findContainedTexts } from "../../src/store/postgres/contained-texts.ts";
import {
  expireAnswers,
  expireBodies,
  forgetLocks,
} from "../../src/store/postgres/expire.ts";
import { unsureOf } from "../../src/store/unsure-charge.ts";
import {
  billFor,
  buildBill,
  buildLine,
  buildPayment,
} from "../support/bill.ts";
import { chargeOf } from "../support/books.ts";
import type { ListResource } from "../../src/store/contract/lists.ts";
import { readList } from "../../src/store/verbs/lists.ts";
import { freshDatabase } from "../support/postgres-database.ts";
import { openLargeHotel } from "../support/large-hotel.ts";
import type { LargeHotel } from "../support/large-hotel.ts";
import type { SeenStatement } from "../support/watch-statements.ts";
import { watchStatements } from "../support/watch-statements.ts";
import { boundedLists, LIST_BOUNDS } from "./bounded-lists.ts";
import { describeStore } from "./store-contract.ts";
import {
  closeAll,
  firstPage,
  freshHotel,
  openPostgres,
  planOf,
  sendTo,
} from "./store-fixture.ts";

const statements = watchStatements();

describeStore("PostgreSQL", () => openPostgres(), closeAll);

test("how long a bill may wait keeps no process from ending that is done with it", async () => {
  const timers = (): number =>
    process.getActiveResourcesInfo().filter((kind) => kind === "Timeout")
      .length;
  const store = await openPostgres();
  const hotel = freshHotel();
  await store.provision(planOf(hotel));
  const before = timers();
  const answer = sendTo(store, hotel, billFor("001", 10));
  // Nothing else has happened in between.
  expect(timers()).toBe(before);
  expect((await answer).kind).toBe("posted");
  await closeAll();
});

test("text goes into the database as it was sent, whatever signs it has; what cannot be kept is shown", async () => {
  const store = await openPostgres();
  const hotel = freshHotel();
  await store.provision(planOf(hotel));
  const sent = [
    "plain",
    'a "quoted" one',
    "back\\slash, and \\n is none",
    "line\nbreak",
    "tab\tstop",
    "{braces,commas}",
    "NULL",
    "Crème brûlée 🍮",
    "a\u0001b",
    "no\u0000thing",
    "half\ud83d",
  ];
  // Each by itself: a sign that is seldom would change how all of its statement are written.
  for (const description of sent) {
    const transactions = [buildLine({ description, amount: 1 })];
    const payments = [buildPayment({ amount: 1 })];
    const bill = buildBill({ transactions, payments });
    expect((await sendTo(store, hotel, bill)).kind).toBe("posted");
  }
  const { results } = await store.list("postings", hotel.id, {
    ...firstPage("postedAt"),
    filter: { kind: "clause", field: "kind", operator: "=", value: "item" },
  });
  const kept = results.map(({ description }) => description);
  expect(kept.sort()).toEqual(
    sent.map((text) => text.replace("\0", "\ufffd").toWellFormed()).sort(),
  );
  await closeAll();
});

/** Asked below, bounded as the door bounds them. */
const IN_LISTS = / AS "sortValue" | AS counted$| AS id FROM /;

/** With `enable_seqscan` off, what still reads a table as a whole has no index to use. */
describe("no statement reads more of a growing table than it answers", () => {
  let large: LargeHotel;
  let asked: SeenStatement[];
  beforeAll(async () => {
    await askAlone(await openEmpty());
    asked = statements.filter(
      ({ text }) =>
        /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/.test(text) &&
        !IN_LISTS.test(text) &&
        !text.includes("pg_stat_user_indexes"),
    );
    large = await openLargeHotel();
  });
  afterAll(async () => {
    await large.close();
    await closeAll();
  });

  test("whatever the contract and the engine by itself have asked", async () => {
    expect(asked.length).toBeGreaterThan(60);
    const bad: string[] = [];
    for (const statement of asked)
      bad.push(...(await large.wholeReads(statement)));
    expect(bad).toEqual([]);
  });

  test.each(LIST_BOUNDS)(
    "the list of %s bounded by %s %s, sorted by anything",
    async (...bound) => {
      const bad: string[] = [];
      for (const request of boundedLists(bound))
        for (const statement of listStatements(
          bound[0],
          large.propertyId,
          request,
        ))
          bad.push(...(await large.wholeReads(statement)));
      expect(bad).toEqual([]);
    },
  );
});

async function openEmpty(): Promise<string> {
  const databaseUrl = await freshDatabase();
  await (await openPostgres({ databaseUrl })).close();
  return databaseUrl;
}

/** What no caller asks for: house is kept, and a bill is looked for whose commit had no answer. */
async function askAlone(url: string): Promise<void> {
  const broken = (error: unknown): never => {
    throw error;
  };
  const database = new Database({ url, connectionsMax: 1, broken });
  await expireBodies(database, 0);
  await expireAnswers(database, 0);
  await forgetLocks(database, 0);
  const lost = unsureOf(chargeOf(buildBill(), freshHotel(), "key"));
  await database.write((sql) => findUnsure(sql, [lost], 0));
  await database.close();
}

/** What the list asks, one after the other, where a text is found, and a row that is there no more. */
function listStatements(
  resource: ListResource,
  propertyId: string,
  request: ListRequest,
): SeenStatement[] {
  const asked: SeenStatement[] = [];
  const steps = readList(resource, propertyId, request, findContainedTexts);
  let step = steps.next();
  while (step.done !== true) {
    if ("repost" in step.value) throw new Error("a list posts nothing");
    const { text, values } = step.value;
    asked.push({ text, values: [...values] });
    step = steps.next({ rows: answerTo(text), changes: 0 });
  }
  return asked;
}

function answerTo(text: string): unknown[] {
  if (text.startsWith("SELECT DISTINCT")) return [{ text: "x" }];
  if (text.startsWith("SELECT count")) return [{ count: 1n }];
  return text.includes(' AS "sortValue" ')
    ? [{ id: 1n, within: null, sortValue: 1n }]
    : [];
}
