import { atLeastZero, divideRounded, signOf, sum, within } from "../money.ts";
import type { Decimal, Minor } from "../money.ts";
import { inProportion, quantityInProportion } from "./in-proportion.ts";
import { grossesOf } from "./cell.ts";
import type { Cell } from "./cell.ts";
import type { LinkedPosting } from "./posting.ts";
import type {
  RefundableReceipt,
  RefundPart,
  StandingRefund,
} from "./refund.ts";

/**
 * What is left of each cell of a sale. Reversals and refunds are gone through in the order they came, and what each
 * leaves is final: what was given back of a line is not shown again because something is spread anew later.
 */
export function leftOf(
  worth: readonly Cell[],
  receipt: RefundableReceipt,
): Cell[] {
  const left = new Left(worth, receipt.postings);
  const reversals = Map.groupBy(receipt.reversals, (own) => own.receiptId);
  const takings = [
    ...[...reversals].map(([at, postings]) => ({
      at,
      take: () => left.takeReversal(postings),
    })),
    ...receipt.refunds.map((refund) => ({
      at: refund.refundId,
      take: () => left.takeRefund(refund),
    })),
  ];
  takings.sort((one, other) => (one.at < other.at ? -1 : 1));
  for (const { take } of takings) take();
  return left.cells;
}

class Left {
  readonly cells: Cell[];
  readonly #sold: ReadonlyMap<bigint, LinkedPosting>;
  /** By posting and line. */
  readonly #cells = new Map<bigint, Map<number, Cell>>();
  /** What reversals took so far, by posting. */
  readonly #reversed = new Map<bigint, Minor>();
  /** What the sale stands with, by folio. */
  readonly #stands = new Map<string, Minor>();
  /** Of each folio, by line. */
  readonly #onFolio: ReadonlyMap<string, readonly Cell[][]>;
  /** Of each line, by folio. */
  readonly #ofLines: readonly Cell[][][];

  constructor(worth: readonly Cell[], sold: readonly LinkedPosting[]) {
    this.cells = worth.map((cell) => ({ ...cell, taxes: [...cell.taxes] }));
    this.#sold = new Map(sold.map((posting) => [posting.postingId, posting]));
    for (const cell of this.cells) {
      const { postingId } = cell.posting;
      const own = this.#cells.get(postingId) ?? new Map<number, Cell>();
      this.#cells.set(postingId, own.set(cell.lineNo, cell));
    }
    for (const posting of sold) this.#book(posting);
    this.#ofLines = byLine(this.cells).map(byFolio);
    this.#onFolio = Map.groupBy(
      this.#ofLines.flat(),
      ([cell]) => cell!.posting.folioId,
    );
  }

  /** Posting by posting where they are linked; what is not is taken from all that is left there, in proportion. */
  takeReversal(back: readonly LinkedPosting[]): void {
    const byTaken = Map.groupBy(back, ({ reverses }) => reverses);
    for (const [postingId, { gross }] of this.#sold) {
      const linked = byTaken.get(postingId);
      if (linked === undefined) continue;
      const before = this.#reversed.get(postingId) ?? 0n;
      const after = within(before - sum(grossesOf(linked)), gross);
      this.#reversed.set(postingId, after);
      const cells = this.#cellsOf(postingId);
      take(cells, after - before);
      takeQuantity(cells, -sum(linked.map(({ quantity }) => quantity)));
    }
    for (const posting of back) this.#book(posting);
    this.#settle();
  }

  /** What it took of each posting stood on that posting's folio, wherever it was settled. */
  takeRefund({ lines }: StandingRefund): void {
    for (const { lineNo, parts } of lines) {
      for (const part of parts) {
        const posting = this.#sold.get(part.postingId);
        if (posting === undefined)
          throw new Error("a refund of what was not sold");
        const cell = this.#cells.get(part.postingId)?.get(lineNo);
        const own = cell === undefined ? 0n : takePart(cell, part);
        // An earlier version had other lines answer for the posting.
        take(this.#cellsOf(part.postingId), part.gross - own);
        this.#book({ ...posting, gross: -part.gross });
      }
    }
    this.#settle();
  }

  #cellsOf(postingId: bigint): Cell[] {
    return [...(this.#cells.get(postingId)?.values() ?? [])];
  }

  #book({ lineNo, folioId, gross }: LinkedPosting): void {
    if (lineNo === null) return;
    this.#stands.set(folioId, (this.#stands.get(folioId) ?? 0n) + gross);
  }

  /** Nothing is owed back for a line on any folio; all have no more than the receipt stands with, on each folio and in sum. */
  #settle(): void {
    for (const cell of this.cells) {
      const { gross, posting } = cell;
      if (signOf(gross) === -signOf(posting.gross)) take([cell], gross);
    }
    for (const cells of this.#ofLines.flat()) {
      const gross = sum(grossesOf(cells));
      if (gross < 0n) take(cells, gross);
    }
    for (const [folioId, stands] of this.#stands) {
      const lines = this.#onFolio.get(folioId) ?? [];
      bound(
        lines.map((own) => [own]),
        stands,
      );
    }
    bound(this.#ofLines, sum([...this.#stands.values()]));
  }
}

/** Takes from the lines of which something is left, in proportion. */
function bound(lines: readonly Cell[][][], stands: Minor): void {
  const amounts = lines.map((own) => sum(own.flatMap(grossesOf)));
  const excess = sum(amounts) - atLeastZero(stands);
  if (excess <= 0n) return;
  const parts = inProportion(excess, amounts);
  lines.forEach((own, at) => takeByFolio(own, parts[at]!));
}

function byLine(cells: readonly Cell[]): Cell[][] {
  return [...Map.groupBy(cells, ({ lineNo }) => lineNo).values()];
}

function byFolio(cells: readonly Cell[]): Cell[][] {
  return [...Map.groupBy(cells, ({ posting }) => posting.folioId).values()];
}

/** First by folio, so that each bears its share to the cent. */
function takeByFolio(folios: readonly Cell[][], amount: Minor): void {
  const held = folios.map((own) => sum(grossesOf(own)));
  const parts = inProportion(amount, held);
  folios.forEach((own, at) => take(own, parts[at]!));
}

/** In proportion; all they hold is taken exactly. */
function take(cells: readonly Cell[], amount: Minor): void {
  const grosses = grossesOf(cells);
  if (sum(grosses) === 0n) return;
  const parts = inProportion(amount, grosses);
  cells.forEach((cell, at) => {
    const part = parts[at]!;
    const { gross } = cell;
    cell.gross -= part;
    cell.taxes.forEach((tax, index) => {
      if (gross !== 0n) cell.taxes[index]! -= divideRounded(tax * part, gross);
    });
  });
}

/** As much as there is; answers how much that is. */
function takePart(cell: Cell, { gross, taxes, quantity }: RefundPart): Minor {
  takeQuantity([cell], quantity ?? 0n);
  const own = within(gross, cell.gross);
  if (own === gross) {
    cell.gross -= gross;
    taxes.forEach(({ amount }, at) => (cell.taxes[at]! -= amount));
  } else take([cell], own);
  return own;
}

/** In proportion, and no more than there is. */
function takeQuantity(cells: readonly Cell[], quantity: Decimal): void {
  const own = cells.filter((cell) => (cell.quantity ?? 0n) !== 0n);
  const left = own.map((cell) => cell.quantity!);
  if (sum(left) === 0n) return;
  quantityInProportion(within(quantity, sum(left)), left).forEach(
    (part, at) => (own[at]!.quantity! -= part),
  );
}
