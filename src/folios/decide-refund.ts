import { currencyDecimals, formatDecimal, formatMinor, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import { inProportion } from "./in-proportion.ts";
import { postRefund } from "./post-refund.ts";
import type {
  PostedRefund,
  RefundedLine,
  RefundFacts,
  RefundRefusal,
  RefundRequest,
  Taken,
} from "./refund-decision.ts";
import { refusal } from "./refund-decision.ts";
import type { RefundKind, RefundLine } from "./refund.ts";
import { folioObstacle } from "./folio-obstacle.ts";
import { lineRests, tipRests } from "./refundable.ts";
import type { LineRest, TipRest } from "./refundable.ts";
import { takeOfLine } from "./take-of-line.ts";

/** A refund as it is posted, complete or not at all: a pure function of the request and what stands (rules of refunds.md 6). */
export function decideRefund(
  request: RefundRequest,
  facts: RefundFacts,
): PostedRefund | RefundRefusal {
  const { receipt } = facts;
  if (receipt.kind !== "sale") return notASale(receipt.kind);
  const asked = new Asked(request, facts);
  const taken = asked.take();
  if ("rule" in taken) return taken;
  const obstacle =
    folioObstacle(request, taken, facts) ?? asked.paymentObstacle(taken);
  return obstacle ?? postRefund(request, taken, facts);
}

/** Nothing is given back of what gave something back itself. */
export function notASale(kind: string): RefundRefusal {
  return refusal(
    "not-a-sale",
    "/receiptId",
    `names a ${kind}: only a sale can be refunded`,
  );
}

/** Reads off a request what it takes, or why not. */
class Asked {
  readonly #request: RefundRequest;
  readonly #rests: LineRest[];
  readonly #tips: TipRest[];
  readonly #facts: RefundFacts;

  constructor(request: RefundRequest, facts: RefundFacts) {
    this.#request = request;
    this.#facts = facts;
    this.#rests = lineRests(facts.receipt, request.folioId);
    this.#tips = tipRests(facts.receipt, request.folioId);
  }

  take(): Taken | RefundRefusal {
    const { lines, amount, tip, folioId } = this.#request;
    const isOn = ({ folioId: own }: { folioId: string }) => own === folioId;
    if (folioId !== null && !this.#facts.receipt.postings.some(isOn)) {
      return refusal(
        "folio-not-on-receipt",
        "/folioId",
        "bears no part of this receipt",
      );
    }
    const tips = tip === null ? [] : this.#takeTip(tip);
    if ("rule" in tips) return tips;
    if (lines === null && amount === null && tip !== null)
      return { kind: "tip", lines: [], tips };
    const taken =
      lines !== null
        ? this.#takeLines(lines)
        : amount !== null
          ? this.#takeAmount(amount)
          : this.#takeRest();
    if ("rule" in taken) return taken;
    return { kind: kindOf(this.#request), lines: taken, tips };
  }

  #takeLines(lines: readonly RefundedLine[]): RefundLine[] | RefundRefusal {
    const taken: RefundLine[] = [];
    for (const [index, line] of lines.entries()) {
      const one = this.#takeLine(line, `/lines/${index}`);
      if ("rule" in one) return one;
      taken.push(one);
    }
    return taken;
  }

  #takeLine(
    { lineNo, receiptId, quantity, amount }: RefundedLine,
    pointer: string,
  ): RefundLine | RefundRefusal {
    const own = this.#facts.receipt.receiptId;
    const rest = this.#rests.find(({ line }) => line.lineNo === lineNo);
    if (rest === undefined || (receiptId ?? own) !== own)
      return this.#noSuchLine({ lineNo, receiptId }, pointer);
    const left = { amount: rest.amount, quantity: rest.quantity };
    const nothing = { ...nothingLeft(`${pointer}/lineId`), left };
    if (rest.amount === 0n) return nothing;
    if (amount !== null) {
      if (amount <= rest.amount) return takeOfLine(rest, amount, null);
      const detail = `is more than the ${this.#money(rest.amount)} left of this line`;
      return {
        ...refusal("amount-over-rest", `${pointer}/amount`, detail),
        left,
      };
    }
    const { unreturned } = rest;
    if (quantity === null) return takeOfLine(rest, rest.amount, unreturned);
    const price = rest.priceOf(quantity);
    if (quantity > unreturned || price > rest.amount) {
      const detail =
        quantity > unreturned
          ? `is more than the ${formatDecimal(rest.quantity)} left of this line`
          : `would be ${this.#money(price)}, more than the ${this.#money(rest.amount)} left of this line`;
      return {
        ...refusal("quantity-over-rest", `${pointer}/quantity`, detail),
        left,
      };
    }
    return price === 0n ? nothing : takeOfLine(rest, price, quantity);
  }

  #noSuchLine(
    { lineNo, receiptId }: Pick<RefundedLine, "lineNo" | "receiptId">,
    pointer: string,
  ): RefundRefusal {
    const { receipt } = this.#facts;
    const known = this.#rests.map(({ line }) => line.lineNo).join(", ");
    if (receiptId !== null && receiptId !== receipt.receiptId)
      return refusal(
        "line-unknown",
        `${pointer}/lineId`,
        `is a line of ${receiptId}, not of this receipt, ${receipt.receiptId}: it has ${known}`,
      );
    const line = receipt.lines.find((one) => one.lineNo === lineNo);
    return line === undefined
      ? refusal(
          "line-unknown",
          `${pointer}/lineId`,
          `is no line of this receipt: it has ${known}`,
        )
      : refusal(
          "line-not-sold",
          `${pointer}/lineId`,
          `is a ${line.kind}, which goes back with the lines it belongs to: ${known}`,
        );
  }

  #takeAmount(amount: Minor): RefundLine[] | RefundRefusal {
    const left = sum(this.#rests.map((rest) => rest.amount));
    if (amount > left) {
      const detail = `is more than the ${this.#money(left)} left${this.#where()}`;
      return {
        ...refusal("amount-over-rest", "/amount", detail),
        left: { amount: left, quantity: null },
      };
    }
    const parts = inProportion(
      amount,
      this.#rests.map((rest) => rest.amount),
    );
    return this.#rests.flatMap((rest, at) =>
      parts[at] === 0n ? [] : [takeOfLine(rest, parts[at]!, null)],
    );
  }

  #takeRest(): RefundLine[] | RefundRefusal {
    if (this.#rests.every((rest) => rest.amount === 0n)) {
      const left = { amount: 0n, quantity: null };
      return { ...nothingLeft("/receiptId"), left };
    }
    // What was given away is worth nothing, but stands on the folio with its discount.
    const rests = this.#rests.filter(({ cells }) =>
      cells.some(({ gross }) => gross !== 0n),
    );
    return rests.map((rest) => takeOfLine(rest, rest.amount, rest.unreturned));
  }

  #takeTip(tip: Minor): TipRest[] | RefundRefusal {
    const left = sum(this.#tips.map(({ amount }) => amount));
    if (tip > left) {
      const detail = `is more than the ${this.#money(left)} left of the tip${this.#where()}`;
      return {
        ...refusal("tip-over-rest", "/tip", detail),
        left: { amount: left, quantity: null },
      };
    }
    const parts = inProportion(
      tip,
      this.#tips.map(({ amount }) => amount),
    );
    return this.#tips
      .map(({ posting }, at) => ({ posting, amount: parts[at]! }))
      .filter(({ amount }) => amount > 0n);
  }

  /** Nothing may be left open between what is given back and what is paid. */
  paymentObstacle({ lines, tips }: Taken): RefundRefusal | null {
    const { paid } = this.#request;
    const amount =
      sum(lines.map(({ gross }) => gross)) + sum(tips.map((tip) => tip.amount));
    if (paid === null || paid === amount) return null;
    return refusal(
      "payment-mismatch",
      "/paid",
      `comes to ${this.#money(-paid)}, but what is given back to ${this.#money(-amount)}`,
    );
  }

  #where(): string {
    return this.#request.folioId === null ? "" : " on this folio";
  }

  #money(amount: Minor): string {
    const { currency } = this.#facts.property;
    return formatMinor(amount, currencyDecimals(currency));
  }
}

function kindOf({ lines, amount }: RefundRequest): RefundKind {
  if (lines === null) return amount === null ? "full" : "amount";
  if (lines.every((line) => line.quantity !== null)) return "quantity";
  return lines.every((line) => line.amount !== null) ? "amount" : "line";
}

function nothingLeft(pointer: string): RefundRefusal {
  return refusal("nothing-left", pointer, "has nothing left to give back");
}
