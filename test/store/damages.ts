import type { DaySection } from "../../src/night-audit/day-totals.ts";
import type { Breach } from "../../src/store/audit/findings.ts";

/** What somebody, or a broken disk, does to a database behind its back, and what an audit must say of it. */
export interface Damage {
  what: string;
  sql: string;
  breaches: Partial<Record<Breach, RegExp>>;
}

const SECTIONS: readonly DaySection[] = [
  "kind",
  "code",
  "rates",
  "tax",
  "outlet",
  "outlet-tips",
  "method",
  "unsettled",
  "refund",
  "refund-tips",
  "comped",
  "receipt",
];

/** To one of a day's totals. */
function damagesToSums(own: string, section: DaySection): Damage[] {
  const all = `${own} AND section = '${section}'`;
  const one = `${all} AND name = (SELECT min(name) FROM day_totals WHERE ${all})`;
  const inWords = (expected: string, found: string): string =>
    `date 2026-11-20, section ${section}(, name .*)?: expected ${expected}, as posted; found ${found}, as added up`;
  const sum = String.raw`-?\d+ times, \S+ gross, \S+ net, \S+ tax`;
  const damages: Damage[] = [
    {
      what: `what was added up of a day by ${section} is changed, and something added to it`,
      sql: `INSERT INTO day_totals SELECT property_id, business_date, shard, section, 'made up', 1, net, tax, gross
              FROM day_totals WHERE ${one};
            UPDATE day_totals SET gross = gross + 100 WHERE ${all} AND name <> 'made up'`,
      breaches: {
        "day-total": new RegExp(
          `(?=[^]*${inWords(sum, sum)})[^]*${inWords("nothing", sum)}`,
        ),
      },
    },
    {
      what: `what was added up of a day by ${section} is lost`,
      sql: `DELETE FROM day_totals WHERE ${one}`,
      breaches: { "day-total": new RegExp(inWords(sum, "nothing")) },
    },
  ];
  // What earlier versions have not added up is counted when it is asked for.
  return section === "unsettled" ? damages.slice(0, 1) : damages;
}

/** Of a hotel that `test/store/audit.test.ts` has filled; in words of both engines. */
export function damagesTo(hotelId: string): Damage[] {
  const own = `property_id = '${hotelId}'`;
  const one = (table: string, key: string, where: string): string =>
    `(SELECT min(${key}) FROM ${table} WHERE ${own} AND ${where})`;
  const soldReceipt = one("receipts", "receipt_id", "gross = 3333");
  const soldPosting = one("postings", "posting_id", "gross = 3333");
  const refusedId = one("refused_receipts", "refused_id", "readable = 1");

  return [
    {
      what: "an act of the trail is changed",
      sql: `UPDATE trail SET details = '{}' WHERE ${own} AND seq = 1`,
      breaches: { "trail-signature": /entry 1.*the signature of its content/ },
    },
    {
      what: "an act is taken out of the trail",
      sql: `DELETE FROM trail WHERE ${own} AND seq = 1`,
      breaches: { "trail-chain": /entry 2: expected entry 1/ },
    },
    {
      what: "an act is put into the trail by who has not the key",
      sql: `INSERT INTO trail SELECT property_id, seq + 1, at, actor, act, details, hash, hash FROM trail
          WHERE ${own} AND seq = (SELECT max(seq) FROM trail WHERE ${own})`,
      breaches: { "trail-signature": /entry \d+: expected the signature/ },
    },
    {
      what: "a posting is made larger",
      sql: `UPDATE postings SET gross = gross + 100, net = net + 100 WHERE ${own} AND posting_id = ${soldPosting}`,
      breaches: {
        "day-total": /as posted; found/,
        "bill-postings": /folio 002: expected postings of 33.33.*found 34.33/,
        "folio-balance": /folio 002: expected a balance of 34.33.*found.*33.33/,
      },
    },
    {
      what: "net and tax of a posting do not make its gross",
      sql: `UPDATE postings SET net = net + 1 WHERE ${own} AND posting_id = ${soldPosting}`,
      breaches: {
        "day-total": /as posted; found/,
        "posting-amounts": /expected gross 33.34.*found 33.33/,
      },
    },
    {
      what: "the taxes of a posting do not make its tax",
      sql: `UPDATE postings SET tax = tax + 1, net = net - 1 WHERE ${own} AND posting_id = ${soldPosting}`,
      breaches: {
        "day-total": /as posted; found/,
        "posting-amounts": /expected tax 2.38.*found 2.39/,
      },
    },
    {
      what: "a posting is lost",
      sql: `DELETE FROM postings WHERE ${own} AND posting_id = ${soldPosting}`,
      breaches: {
        "day-total": /as posted; found/,
        "bill-postings": /expected 1 postings; found 0/,
        "folio-balance": /folio 002/,
      },
    },
    {
      what: "a posting is there twice",
      sql: `INSERT INTO postings SELECT property_id, posting_id + 1, receipt_id, folio_id, kind, line_no, description,
          quantity, net, tax, gross, taxes, transaction_code, sku, accounting_group_id, accounting_group_name,
          business_location_id, revenue_center_id, staff_id, method_code, method_name, exact_gross, business_date,
          posted_at FROM postings WHERE ${own} AND posting_id = ${soldPosting}`,
      breaches: {
        "day-total": /as posted; found/,
        "posting-without-bill": /expected a bill it is a part of; found none/,
        "folio-balance": /folio 002/,
      },
    },
    {
      what: "a posting is moved to another guest",
      sql: `UPDATE postings SET folio_id = '001' WHERE ${own} AND posting_id = ${soldPosting}`,
      breaches: {
        "bill-postings": /expected a posting of the bill's receipt and folio/,
        "folio-balance": /folio 001.*|folio 002/,
      },
    },
    {
      what: "a bill is lost",
      sql: `DELETE FROM bills WHERE ${own} AND receipt_id = ${soldReceipt}`,
      breaches: {
        "receipt-bills": /expected bills of 33.33 .*found 0.00/,
        "posting-without-bill": /folio 002/,
        "folio-balance": /folio 002/,
      },
    },
    {
      what: "a receipt is lost",
      sql: `DELETE FROM receipts WHERE ${own} AND receipt_id = ${soldReceipt}`,
      breaches: {
        "belongs-nowhere": /the receipt of a bill; found nothing there/,
        "day-total": /section receipt, name sale: .*as posted; found \d+ times/,
      },
    },
    {
      what: "the gross of a receipt is changed",
      sql: `UPDATE receipts SET gross = gross - 1 WHERE ${own} AND receipt_id = ${soldReceipt}`,
      breaches: { "receipt-sums": /expected gross 33.33.*found 33.32/ },
    },
    {
      what: "the payments of a receipt are changed",
      sql: `UPDATE receipts SET payments = replace(payments, '3333', '3334') WHERE ${own} AND receipt_id = ${soldReceipt}`,
      breaches: {
        "receipt-bills": /expected bills of 33.34.*found 33.33/,
        "receipt-sums": /expected gross 33.34, the sum of its payments/,
      },
    },
    {
      what: "the lines of a receipt are no document any more",
      sql: `UPDATE receipts SET lines = 'gone' WHERE ${own} AND receipt_id = ${soldReceipt}`,
      breaches: { unreadable: /expected a document in lines/ },
    },
    {
      what: "the uuid of a receipt leads nowhere",
      sql: `DELETE FROM identities WHERE ${own} AND kind = 'uuid' AND receipt_id = ${soldReceipt}`,
      breaches: {
        "receipt-identity":
          /its uuid [0-9a-f]{32} leads to it; found it leads nowhere/,
      },
    },
    {
      what: "the fiscal id of a receipt leads to another",
      sql: `UPDATE identities SET receipt_id = ${one("receipts", "receipt_id", "kind = 'reversal'")}
          WHERE ${own} AND kind = 'fisc' AND receipt_id = ${soldReceipt}`,
      breaches: {
        "receipt-identity":
          /its fiscal id .* leads to it; found it leads nowhere/,
      },
    },
    {
      what: "a uuid leads to two receipts",
      sql: `INSERT INTO identities SELECT property_id, kind, value, 2, receipt_id FROM identities
          WHERE ${own} AND kind = 'uuid' AND receipt_id = ${soldReceipt}`,
      breaches: {
        "receipt-identity": /leads there twice|its use 2 leads to this one/,
      },
    },
    {
      what: "a clearing account is not settled",
      sql: `UPDATE postings SET gross = gross + 1, net = net + 1 WHERE ${own} AND kind = 'payment' AND method_code = 'CASH'
          AND gross < 0`,
      breaches: {
        "day-total": /as posted; found/,
        "clearing-account": /expected 0.00, payments included; found 0.01/,
      },
    },
    {
      what: "a guest's balance is lowered",
      sql: `UPDATE folio_balances SET balance = balance - 500 WHERE ${own} AND folio_id = '002'`,
      breaches: {
        "folio-balance":
          /folio 002: expected a balance of 33.33.*found a balance of 28.33/,
      },
    },
    {
      what: "what was charged of a guest's limit is lowered",
      sql: `UPDATE folio_balances SET charged = 0 WHERE ${own} AND folio_id = '002'`,
      breaches: { "folio-balance": /33.33 charged.*0.00 charged/ },
    },
    {
      what: "a guest's balance is lost",
      sql: `DELETE FROM folio_balances WHERE ${own} AND folio_id = '002'`,
      breaches: { "folio-balance": /folio 002.*found nothing there/ },
    },
    {
      what: "a guest who was charged is lost",
      sql: `DELETE FROM reservations WHERE ${own} AND reservation_id = '002'`,
      breaches: {
        "folio-unknown": /folio 002: expected a reservation or house account/,
      },
    },
    {
      what: "a reversal leads to a receipt that is not there",
      sql: `UPDATE links SET to_id = 1 WHERE ${own} AND kind = 'reverses-receipt' AND to_type = 'receipt'`,
      breaches: {
        "receipt-link": /expected receipt 1, as linked; found nothing there/,
      },
    },
    {
      what: "a posting takes back one that is not there",
      sql: `UPDATE links SET to_id = 1 WHERE ${own} AND kind = 'reverses-posting'`,
      breaches: {
        "posting-link": /expected posting 1, as linked; found nothing there/,
      },
    },
    {
      what: "a void has lost the refused receipt that it takes back",
      sql: `DELETE FROM links WHERE ${own} AND to_type = 'refused'`,
      breaches: { "receipt-bills": /expected bills of -7.00 .*found 0.00/ },
    },
    {
      what: "a flag is cleared that was never raised",
      sql: `UPDATE flags SET action = 'cleared' WHERE ${own} AND flag = 'unsplittable'`,
      breaches: { flag: /flag unsplittable: expected raised.*found cleared/ },
    },
    {
      what: "a flag is on a posting of another receipt",
      sql: `UPDATE flags SET posting_id = ${soldPosting}, folio_id = NULL WHERE ${own} AND flag = 'unsplittable'`,
      breaches: { flag: /a posting of receipt \d+, which the flag is on/ },
    },
    {
      what: "an attempt at a refused receipt is lost",
      sql: `DELETE FROM refused_attempts WHERE ${own} AND attempt_no = 1`,
      breaches: { "refused-receipt": /every attempt from 1 to/ },
    },
    {
      what: "an attempt at a refused receipt has lost what the till was answered",
      sql: `UPDATE refused_attempts SET http_status = 0 WHERE ${own} AND attempt_no = 1`,
      breaches: { "refused-receipt": /expected the answer to attempt 1/ },
    },
    {
      what: "a refused receipt forgets what became of it",
      sql: `DELETE FROM refused_states WHERE ${own} AND state_no = 1`,
      breaches: { "refused-receipt": /every state from 1/ },
    },
    {
      what: "who dismissed a refused receipt is lost",
      sql: `DELETE FROM refused_decisions WHERE ${own} AND note IS NOT NULL`,
      breaches: {
        "refused-receipt": /expected who decided that it is dismissed/,
      },
    },
    {
      what: "a refused receipt leads to a receipt that is not there",
      sql: `UPDATE refused_states SET receipt_id = 1 WHERE ${own} AND receipt_id IS NOT NULL`,
      breaches: {
        "refused-receipt":
          /a state that leads to receipt \d+, which is made of it/,
        "belongs-nowhere": /the receipt of a refused receipt's outcome/,
      },
    },
    {
      what: "the amount of a refused receipt is changed",
      sql: `UPDATE refused_receipts SET gross = gross + 1 WHERE ${own} AND refused_id = ${refusedId}`,
      breaches: { "refused-receipt": /the sum of its payments/ },
    },
    {
      what: "a refused receipt is lost",
      sql: `DELETE FROM refused_receipts WHERE ${own} AND refused_id = ${refusedId}`,
      breaches: {
        "belongs-nowhere": /the refused receipt of an attempt/,
        "receipt-link": /expected refused receipt \d+, as linked/,
      },
    },
    {
      what: "a bill is posted in a date that was closed before",
      sql: `UPDATE business_dates SET closed_at = 1000 WHERE ${own}`,
      breaches: {
        "posting-in-closed-date": /nothing in 2026-11-20 after it was closed/,
      },
    },
    {
      what: "the report of a closed date is changed",
      sql: `UPDATE night_audits SET report = replace(report, 'closedBy', 'closedFor') WHERE ${own}`,
      breaches: {
        "day-total":
          /date 2026-11-20: expected the report whose digest is on the trail; found another/,
      },
    },
    {
      what: "the report of a closed date is lost",
      sql: `DELETE FROM night_audits WHERE ${own}`,
      breaches: {
        "day-total":
          /date 2026-11-20: expected the report with which it was closed/,
      },
    },
    {
      what: "the totals of a closed date are changed",
      sql: `UPDATE night_audits SET gross = gross + 100, tips = tips + 1 WHERE ${own}`,
      breaches: { "day-total": /as posted; found closed with/ },
    },
    ...SECTIONS.flatMap((section) => damagesToSums(own, section)),
    {
      what: "a day's sums count one posting more than there is",
      sql: `UPDATE day_totals SET times = times + 1 WHERE ${own} AND section = 'outlet'`,
      breaches: {
        "day-total":
          /section outlet, name \S+: expected \d+ times.*found \d+ times/,
      },
    },
    {
      what: "a posting is of another transaction code than it was added up by",
      sql: `UPDATE postings SET transaction_code = '4711' WHERE ${own} AND posting_id = ${soldPosting}`,
      breaches: {
        "day-total":
          /(?=[^]*name 2000: expected)[^]*section code, name 4711: expected 1 times, 33.33 gross.*found nothing/,
      },
    },
    {
      what: "a posting is of another date than it was added up by",
      sql: `UPDATE postings SET business_date = '2026-11-19' WHERE ${own} AND posting_id = ${soldPosting}`,
      breaches: {
        "day-total": /date 2026-11-20, section rates, name 7.7: expected/,
      },
    },
    {
      what: "a sale is said to have been given back",
      sql: `UPDATE bills SET cause = 'refund' WHERE ${own} AND receipt_id = ${soldReceipt}`,
      breaches: {
        "receipt-bills": /expected bills of 33.33 .*found 0.00/,
        "day-total": /section refund: expected .*, as posted; found/,
        refund:
          /expected 0.00 given back, the refunds that stand; found -33.33/,
      },
    },
    {
      what: "a refund has no bills, and is more than was sold",
      sql: `INSERT INTO refunds (property_id, refund_id, receipt_id, kind, business_location_id, business_date,
              total_discount, discount_percentage, sub_total, tax_amount, total_amount, tip_amount, external, lines,
              first_posting_id, posting_count, created_at)
            SELECT property_id, 7, receipt_id, 'full', business_location_id, business_date, 0, 0, 3334, 0, 3334, 0, 0,
              '[]', 7, 1, 0 FROM receipts WHERE ${own} AND receipt_id = ${soldReceipt}`,
      breaches: {
        refund:
          /refund 7: expected bills with 1 postings; found 0[^]*at most 33.33 and 0.00 of tips given back of a sale; found 33.34/,
      },
    },
    {
      what: "a refund is gone, and what became of it is not",
      sql: `INSERT INTO refund_states VALUES ('${hotelId}', 7, 1, 'reversed', 0, 7, 0)`,
      breaches: {
        "belongs-nowhere": /refund 7: expected the refund of a state/,
      },
    },
    {
      what: "an item is put into a reconciliation that does not count it",
      sql: `INSERT INTO reconciliation_items VALUES ('${hotelId}', 7, 'uuid 7', 'missing-here', NULL, '1', '2026-11-20', NULL,
              NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3333, 0, 0, 0, 0, 0, '[[],[]]')`,
      breaches: {
        reconciliation:
          /reconciliation 7: expected missing-here: 1 bills, 33.33, .*found 0 bills/,
      },
    },
    {
      what: "what a reconciliation comes to is changed",
      sql: `INSERT INTO reconciliation_totals VALUES ('${hotelId}', 7, '1', '2026-11-20', 'outcome', 'matched', 1, 3333, 0, 0,
              3333, 0, 0)`,
      breaches: {
        reconciliation:
          /reconciliation 7: expected by method: .*33.33.* as its bills; found/,
      },
    },
    {
      what: "rows are given to a hotel that is not there",
      sql: "INSERT INTO refused_quotas VALUES ('nobody', '1', 'key-revoked', '2026-11-20', 1)",
      breaches: {
        "belongs-nowhere": /table refused_quotas: expected the hotel nobody/,
      },
    },
    {
      what: "a key is given to an outlet that is not there",
      sql: `INSERT INTO refused_quotas VALUES ('${hotelId}', 'bar', 'key-revoked', '2026-11-20', 1)`,
      breaches: {
        "belongs-nowhere":
          /table refused_quotas: expected business location bar/,
      },
    },
    {
      what: "a house account has the id of a reservation",
      sql: `UPDATE house_accounts SET folio_id = '001' WHERE ${own}`,
      breaches: {
        "folio-unknown":
          /folio 001: expected an id of this house account alone/,
      },
    },
  ];
}
