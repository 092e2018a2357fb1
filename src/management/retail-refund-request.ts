import type { RefundedLine, RefundRequest } from "../folios/refund-decision.ts";
import type { Minor } from "../money.ts";
import { sum } from "../money.ts";
import type { RetailRefundRequest } from "../schemas/generated.ts";
import { nearestName } from "../schemas/nearest-name.ts";
import { compileSchema } from "../schemas/schema.ts";
import type { Fault, SchemaCheck } from "../schemas/schema.ts";
import { AmountReader } from "./amount-reader.ts";
import type { RefundDialect } from "./refunds.ts";

const shape = compileSchema<RetailRefundRequest>("RetailRefundRequest");
const LINE = "/SaleLines/SaleLine";
const PAYMENT = "/SalePayments/SalePayment";

/** Other words for a quantity are told the name it has in this dialect. */
export const checkRetailRefundBody: SchemaCheck<RetailRefundRequest> =
  Object.assign((value: unknown) => shape(value).map(withName), {
    accepts: (value: unknown): value is RetailRefundRequest =>
      shape.accepts(value),
  });

function withName(fault: Fault): Fault {
  const name = fault.pointer.slice(fault.pointer.lastIndexOf("/") + 1);
  const isOfLine =
    fault.pointer.startsWith(`${LINE}/`) &&
    fault.fault === "is not a known member";
  return isOfLine && nearestName(name, ["quantity"]) !== null
    ? { ...fault, remedy: "did you mean unitQuantity?" }
    : fault;
}

/** One is its own list in this dialect. */
export function listOf<Item extends object>(given: Item | Item[]): Item[] {
  return Array.isArray(given) ? given : [given];
}

function placeIn(list: string, given: object, index: number): string {
  return Array.isArray(given) ? `${list}/${index}` : list;
}

export interface RetailRefund {
  asked: RefundRequest;
  /** In their order; null where the one payment leaves its amount out. */
  payments: (Minor | null)[];
  placeOf: RefundDialect["placeOf"];
}

/** What is asked for, or every place that says it wrongly. */
export function readRetailRefund(
  body: RetailRefundRequest,
  decimals: number,
): RetailRefund | { faults: Fault[] } {
  const faults: Fault[] = [];
  const read = new AmountReader(faults, decimals, "negative");
  const lines = readLines(body, read, faults);
  const payments = readPayments(body, read, faults);
  if (faults.length > 0) return { faults };
  const amounts = payments.filter((amount) => amount !== null);
  const asked = {
    lines,
    amount: null,
    tip: null,
    folioId: null,
    external: false,
    paid: amounts.length === 0 ? null : -sum(amounts),
    reason: null,
    externalKey: null,
  };
  return { asked, payments, placeOf: (pointer) => placeOf(pointer, body) };
}

/** A line as the receipt numbers it, or as this dialect numbers those of all sales: `{receiptId}.{lineId}`. */
const LINE_ID = /^(?:([1-9]\d{0,18})\.)?([1-9]\d{0,8})$/;

export function lineIdOf(saleId: bigint, lineNo: number): string {
  return `${saleId}.${lineNo}`;
}

function readLines(
  body: RetailRefundRequest,
  read: AmountReader,
  faults: Fault[],
): RefundedLine[] | null {
  const sent = body.SaleLines?.SaleLine;
  if (sent === undefined) return null;
  const lines: RefundedLine[] = [];
  listOf(sent).forEach(({ parentSaleLineID, unitQuantity }, index) => {
    const place = placeIn(LINE, sent, index);
    const quantity = read.quantity(unitQuantity, `${place}/unitQuantity`);
    const pointer = `${place}/parentSaleLineID`;
    const id = LINE_ID.exec(String(parentSaleLineID));
    if (id === null) {
      const remedy = "take lineId from the receipt, such as 1";
      faults.push({ pointer, fault: "is no id of a line", remedy });
      return;
    }
    const [, sale, number] = id;
    const receiptId = sale === undefined ? null : BigInt(sale);
    const line = { lineNo: Number(number), receiptId, quantity, amount: null };
    if (lines.some((other) => isSameLine(other, line))) {
      const remedy = "name each line once";
      faults.push({ pointer, fault: "is given twice", remedy });
    }
    lines.push(line);
  });
  return lines;
}

function isSameLine(one: RefundedLine, other: RefundedLine): boolean {
  const isOneSale =
    one.receiptId === null ||
    other.receiptId === null ||
    one.receiptId === other.receiptId;
  return one.lineNo === other.lineNo && isOneSale;
}

function readPayments(
  body: RetailRefundRequest,
  read: AmountReader,
  faults: Fault[],
): (Minor | null)[] {
  const sent = body.SalePayments.SalePayment;
  return listOf(sent).map(({ amount }, index, { length }) => {
    const pointer = `${placeIn(PAYMENT, sent, index)}/amount`;
    if (amount === undefined && length > 1) {
      const remedy = "only a single payment can leave it out";
      faults.push({ pointer, fault: "is missing", remedy });
    }
    const paid = read.money(amount, pointer);
    return paid === null ? null : -paid;
  });
}

const NAMES: Readonly<Record<string, string>> = {
  lineId: "parentSaleLineID",
  quantity: "unitQuantity",
};

function placeOf(
  pointer: string,
  body: RetailRefundRequest,
): ReturnType<RefundDialect["placeOf"]> {
  const [, member, index, name = ""] = pointer.split("/");
  const lines = body.SaleLines?.SaleLine;
  const payments = body.SalePayments.SalePayment;
  if (member === "paid")
    return {
      // Of several none is wrong alone.
      pointer:
        listOf(payments).length > 1
          ? PAYMENT
          : `${placeIn(PAYMENT, payments, 0)}/amount`,
    };
  if (member !== "lines" || lines === undefined) return { parameter: "saleID" };
  const line = placeIn(LINE, lines, Number(index));
  return { pointer: `${line}/${NAMES[name] ?? name}` };
}
