import type { RefundedLine, RefundRequest } from "../folios/refund-decision.ts";
import type { RefundRequest as RefundBody } from "../schemas/generated.ts";
import { compileSchema } from "../schemas/schema.ts";
import type { Fault, SchemaCheck } from "../schemas/schema.ts";
import { AmountReader } from "./amount-reader.ts";

const shape = compileSchema<RefundBody>("RefundRequest");
const OF_A_LINE = ["lineId", "quantity"];
const OF_THE_RECEIPT = ["receiptId", "reason", "tip", "folioId", "external"];

/** What is right elsewhere in the request is told where it belongs. */
export const checkRefundBody: SchemaCheck<RefundBody> = Object.assign(
  (value: unknown) => shape(value).map(withPlace),
  {
    accepts: (value: unknown): value is RefundBody => shape.accepts(value),
  },
);

function withPlace(fault: Fault): Fault {
  const [, ...steps] = fault.pointer.split("/");
  const name = steps.at(-1)!;
  if (fault.fault !== "is not a known member") return fault;
  if (steps.length === 1 && OF_A_LINE.includes(name))
    return { ...fault, remedy: `it belongs into each of lines` };
  if (steps[0] === "lines" && OF_THE_RECEIPT.includes(name))
    return { ...fault, remedy: "it belongs beside lines, not into one" };
  return fault;
}

/** What is asked for, or every place that says it wrongly. */
export function readRefundRequest(
  body: RefundBody,
  decimals: number,
): { asked: RefundRequest } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const read = new AmountReader(faults, decimals, "positive");
  const lines =
    body.lines?.map((line, index): RefundedLine => {
      const place = `/lines/${index}`;
      if (line.quantity !== undefined && line.amount !== undefined)
        faults.push(twoAtOnce(`${place}/amount`, "quantity"));
      return {
        lineNo: readLineNo(line.lineId, `${place}/lineId`, faults),
        receiptId: null,
        quantity: read.quantity(line.quantity, `${place}/quantity`),
        amount: read.money(line.amount, `${place}/amount`),
      };
    }) ?? null;
  lines?.forEach(({ lineNo }, index) => {
    if (lines.findIndex((other) => other.lineNo === lineNo) === index) return;
    faults.push({
      pointer: `/lines/${index}/lineId`,
      fault: "is given twice",
      remedy: "name each line once",
    });
  });
  if (lines !== null && body.amount !== undefined)
    faults.push(twoAtOnce("/amount", "lines"));
  const asked = {
    lines,
    amount: read.money(body.amount, "/amount"),
    tip: read.money(body.tip, "/tip"),
    folioId: body.folioId ?? null,
    external: body.external ?? false,
    paid: null,
    reason: body.reason?.trim() ?? null,
  };
  const isOfAmount =
    asked.amount !== null || lines?.some((line) => line.amount !== null);
  if (isOfAmount === true && (asked.reason === null || asked.reason === "")) {
    faults.push({
      pointer: "/reason",
      fault: "is missing",
      remedy: "an amount is refunded with a reason",
    });
  }
  return faults.length > 0
    ? { faults }
    : { asked: { ...asked, externalKey: null } };
}

function twoAtOnce(pointer: string, other: string): Fault {
  return {
    pointer,
    fault: `is given beside ${other}`,
    remedy: "send one of the two",
  };
}

function readLineNo(text: string, pointer: string, faults: Fault[]): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  faults.push({
    pointer,
    fault: "is no id of a line",
    remedy: "take it from the receipt, such as 1",
  });
  return 0;
}
