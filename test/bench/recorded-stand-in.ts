import type { RecordedSale } from "../../src/commands/simulate/lightspeed/recorded-sale.ts";
import { formatMinor } from "../../src/money.ts";
import { readPayments } from "../../src/store/documents.ts";
import { hotel } from "../support/books.ts";
import { recordedSale, startStandIn } from "../support/lightspeed.ts";
import { LINES, RecordedReceipts } from "./recorded-receipts.ts";
import type { SoldRow } from "./recorded-receipts.ts";

// recorded-stand-in.ts DIR LOCATION EVERY: a Lightspeed in a process of its own that recorded the receipts of a database.
// Tells its parent what a provisioning file says to use it.

const [, , dataDir = "", location = "", missingEvery = ""] = process.argv;
const receipts = new RecordedReceipts(dataDir, {
  location,
  missingEvery: Number(missingEvery),
});
const standIn = await startStandIn({ locations: [location], hotel });
const book = standIn.book(location);
const [line] = recordedSale().lines;
const untaxed = { ...line!, tax: "0.000000" };
const rest = Array.from({ length: LINES - 1 }, () => untaxed);
let index = 0;
for (const row of receipts.sold()) {
  book.record(saleOf(row, index % 1_000));
  index += 1;
}
receipts.close();
process.send!({ v1: standIn.access("v1"), v2: standIn.access("v2") });

function saleOf(row: SoldRow, place: number): RecordedSale {
  const { uuid, fiscId } = receipts.identityOf(row, place);
  const closedAt = Number(row.closedAt);
  return {
    ...recordedSale(),
    uuid: Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64"),
    fiscId,
    receiptId: row.receiptNumber,
    initialAccountId: row.fiscId,
    openedAt: closedAt - 60_000,
    closedAt,
    lines: [{ ...line!, tax: `${formatMinor(row.tax, 2)}0000` }, ...rest],
    payments: readPayments(row.payments).map(
      ({ methodCode, amount, gratuity }) => ({
        code: methodCode,
        name: methodCode,
        amount: formatMinor(amount, 2),
        tip: formatMinor(gratuity, 2),
      }),
    ),
  };
}
