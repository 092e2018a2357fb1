import { describe, expect, test } from "@jest/globals";
import { formatMinor, sum } from "../../src/money.ts";
import { Books, chargeOf, guest } from "../support/books.ts";
import { workedExamples } from "../support/worked-examples.ts";

describe("the worked examples of the contract", () => {
  test.each(workedExamples.map((example) => [example.name, example] as const))(
    "%s",
    (_name, example) => {
      const books = new Books([
        guest("001"),
        guest("002"),
        guest("limit-50", { creditLeft: 5000n }),
      ]);
      const decisions = example.bills.map((bill) => books.take(chargeOf(bill)));
      const { totalled } = chargeOf(example.bills.at(-1));
      expect({
        gross: formatMinor(totalled.gross, 2),
        tax: formatMinor(totalled.tax, 2),
        tips: formatMinor(totalled.tips, 2),
        serviceCharge: formatMinor(totalled.serviceCharge, 2),
      }).toEqual({
        gross: example.gross,
        tax: example.tax,
        tips: example.tips,
        serviceCharge: example.serviceCharge ?? "0.00",
      });
      for (const [folioId, balance] of Object.entries(example.folios)) {
        expect([folioId, formatMinor(books.balance(folioId), 2)]).toEqual([
          folioId,
          balance,
        ]);
      }
      expect(books.balance("house:45454565682155")).toBe(0n);
      const last = decisions.at(-1);
      expect(last).toMatchObject({
        kind: "posted",
        flags: example.flags ?? [],
      });
      if (example.folioTax !== undefined && last?.kind === "posted") {
        const own = books.postings.filter(
          (posting) =>
            posting.receiptId === last.receiptId && posting.folioId === "001",
        );
        expect(formatMinor(sum(own.map((posting) => posting.tax)), 2)).toBe(
          example.folioTax,
        );
      }
    },
  );
});
