import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { withoutItems } from "../../src/lightspeed/unread-list.ts";
import { readBody } from "../../src/receipts/read-body.ts";

describe("an answer whose list is left unread", () => {
  test("has everything else as it was, whatever the list holds and wherever it stands", async () => {
    const member = fc.oneof(fc.constant("sales"), fc.string());
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record({ sales: fc.array(fc.jsonValue()) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(member, value), { selector: ([name]) => name }),
        fc.constantFrom(undefined, 1, "\t"),
        async (members, space) => {
          const object = Object.fromEntries(members);
          const wanted = Array.isArray(object["sales"])
            ? { ...object, sales: [] }
            : object;
          const body = Buffer.from(JSON.stringify(object, null, space));
          const left = await withoutItems(body, "sales");
          expect(JSON.parse(left.toString())).toEqual(
            JSON.parse(JSON.stringify(wanted)),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("that is cut off is not taken for whole, and a list given twice is found out", async () => {
    const whole = '{"sales":[{"a":[1,"]"]},2],"dataComplete":true}';
    for (let length = 1; length < whole.length; length += 1) {
      const cut = Buffer.from(whole.slice(0, length));
      const reading = readBody(await withoutItems(cut, "sales"));
      expect(reading.kind).toBe("unreadable");
    }
    const inTheList = Buffer.from(whole.slice(0, 20));
    const left = await withoutItems(inTheList, "sales");
    expect(left.toString()).toBe('{"sales":[');
    const twice = Buffer.from('{"sales":[1],"sales":[2]}');
    expect(readBody(await withoutItems(twice, "sales"))).toEqual({
      kind: "unreadable",
      faults: [{ pointer: "/sales", fault: "is given twice" }],
    });
  });

  test("is gone through in pieces, between which others have their turn", async () => {
    const item = { text: "[{".repeat(50) };
    const sales = Array.from({ length: 100_000 }, () => item);
    const body = Buffer.from(JSON.stringify({ sales }));
    const left = withoutItems(body, "sales");
    const isDone = left.then(() => true);
    let turns = 0;
    while (!(await Promise.race([isDone, nextTurn(false)]))) turns += 1;
    expect(turns).toBeGreaterThan(body.length / (512 * 1024));
    expect((await left).toString()).toBe('{"sales":[]}');
  });
});
