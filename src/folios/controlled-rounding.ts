import { absolute, signOf, sum } from "../money.ts";

/**
 * Divides whole amounts among payers in proportion to their weights (controlled rounding): `rows[i] · weights[p] / Σ
 * weights`, rounded so that every row keeps its amount, every payer has his whole total, and each part is within one
 * unit of exact and never of opposite sign. Where a payer's exact total is not whole he gets one of its two neighbours.
 * The weights have one sign and do not sum to zero. Negating rows and weights negates the answer.
 */
export function divideControlled(
  rows: readonly bigint[],
  weights: readonly bigint[],
): bigint[][] {
  const whole = sum(weights);
  const unit = absolute(whole);
  const exact = rows.map((row) =>
    weights.map((weight) => row * weight * signOf(whole)),
  );
  const rests = exact.map((row) => row.map((part) => part % unit));
  // One more row takes up what keeps the payers' totals from being whole: every margin is then a whole number.
  rests.push(
    weights.map((_, payer) => -(sum(rests.map((row) => row[payer]!)) % unit)),
  );
  const table = new RestTable(rests, unit);
  rows.forEach((_, row) => {
    for (let payer = 0; payer < weights.length; payer++)
      table.settle(row, payer);
  });
  return exact.map((row, at) =>
    row.map((part, payer) => part / unit + BigInt(table.carried(at, payer))),
  );
}

interface Cell {
  row: number;
  column: number;
}

/**
 * What whole division left over: each cell is to become 0 or one whole unit away from zero, while the sums of rows and
 * columns, which are whole, stay. A row or column with one fraction has another, so fractions lie on cycles; moving an
 * amount around a cycle, alternately added and taken, settles at least one cell and changes no sum.
 */
class RestTable {
  // Whole numbers below the unit, which doubles hold exactly; big integers make a large table many times slower.
  readonly #rests: number[][];
  readonly #unit: number;
  /** Per column the first row that may still hold a fraction. */
  readonly #firstOpen: number[];

  constructor(rests: readonly bigint[][], unit: bigint) {
    if (unit > BigInt(Number.MAX_SAFE_INTEGER))
      throw new Error("the payments of a bill are too large to divide");
    this.#rests = rests.map((row) => row.map(Number));
    this.#unit = Number(unit);
    this.#firstOpen = (rests[0] ?? []).map(() => 0);
  }

  settle(row: number, column: number): void {
    while (this.#isOpen(row, column))
      this.#shift(this.#cycleFrom({ row, column }));
  }

  /** -1, 0 or 1: the whole unit a settled cell took. */
  carried(row: number, column: number): number {
    return this.#at(row, column) / this.#unit;
  }

  #at(row: number, column: number): number {
    return this.#rests[row]![column]!;
  }

  #isOpen(row: number, column: number): boolean {
    const rest = this.#at(row, column);
    return rest !== 0 && Math.abs(rest) !== this.#unit;
  }

  /** Walks along a row, then along a column, and so on, until a row or column comes again. */
  #cycleFrom(start: Cell): Cell[] {
    const path: Cell[] = [start];
    const enteredColumn = new Map([[start.column, 0]]);
    const leftRow = new Map<number, number>();
    let { row, column } = start;
    for (;;) {
      leftRow.set(row, path.length);
      column = this.#alongRow(row, column, enteredColumn);
      path.push({ row, column });
      const columnBefore = enteredColumn.get(column);
      if (columnBefore !== undefined) return path.slice(columnBefore);
      row = this.#alongColumn(row, column);
      enteredColumn.set(column, path.length);
      path.push({ row, column });
      const rowBefore = leftRow.get(row);
      if (rowBefore !== undefined) return path.slice(rowBefore);
    }
  }

  #alongRow(
    row: number,
    from: number,
    visited: ReadonlyMap<number, number>,
  ): number {
    for (const column of visited.keys()) {
      if (column !== from && this.#isOpen(row, column)) return column;
    }
    const columns = this.#firstOpen.length;
    for (let column = 0; column < columns; column++) {
      if (column !== from && this.#isOpen(row, column)) return column;
    }
    throw new Error("a row of the division holds a single fraction");
  }

  #alongColumn(from: number, column: number): number {
    let row = this.#firstOpen[column]!;
    while (row < this.#rests.length - 1 && !this.#isOpen(row, column)) row += 1;
    this.#firstOpen[column] = row;
    for (; row < this.#rests.length; row++) {
      if (row !== from && this.#isOpen(row, column)) return row;
    }
    throw new Error("a column of the division holds a single fraction");
  }

  /** Adds to the cells of a cycle alternately `step` and `−step`: the smaller of the two steps that settle a cell. */
  #shift(cycle: Cell[]): void {
    const stepTowards = (direction: number): number => {
      let least = this.#unit;
      cycle.forEach(({ row, column }, index) => {
        least = Math.min(
          least,
          this.#roomFor(row, column, index % 2 === 0 ? direction : -direction),
        );
      });
      return least;
    };
    const [up, down] = [stepTowards(1), stepTowards(-1)];
    const first = cycle[0]!;
    // Of equal steps, the first cell's part grows: a rule that holds for a bill and its void alike.
    const direction =
      up === down
        ? Math.sign(this.#at(first.row, first.column))
        : up < down
          ? 1
          : -1;
    const step = direction * Math.min(up, down);
    cycle.forEach(({ row, column }, index) => {
      this.#rests[row]![column] =
        this.#at(row, column) + (index % 2 === 0 ? step : -step);
    });
  }

  /** How far an open cell may move up (1) or down (-1) within its two whole neighbours. */
  #roomFor(row: number, column: number, direction: number): number {
    const rest = this.#at(row, column);
    return Math.sign(rest) === direction
      ? this.#unit - Math.abs(rest)
      : Math.abs(rest);
  }
}
