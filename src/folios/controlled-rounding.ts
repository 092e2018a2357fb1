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
  const parts = exact.map((row) => row.map((part) => part / unit));
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
  return parts.map((row, at) =>
    row.map((part, payer) => part + table.carried(at, payer)),
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
  readonly #rests: bigint[][];
  readonly #unit: bigint;
  /** Per column the first row that may still hold a fraction. */
  readonly #firstOpen: number[];

  constructor(rests: bigint[][], unit: bigint) {
    this.#rests = rests;
    this.#unit = unit;
    this.#firstOpen = (rests[0] ?? []).map(() => 0);
  }

  settle(row: number, column: number): void {
    while (this.#isOpen(row, column))
      this.#shift(this.#cycleFrom({ row, column }));
  }

  /** -1n, 0n or 1n: the whole unit a settled cell took. */
  carried(row: number, column: number): bigint {
    return this.#at(row, column) / this.#unit;
  }

  #at(row: number, column: number): bigint {
    return this.#rests[row]![column]!;
  }

  #isOpen(row: number, column: number): boolean {
    const rest = this.#at(row, column);
    return rest !== 0n && absolute(rest) !== this.#unit;
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
    const stepWhere = (direction: bigint): bigint =>
      cycle
        .map(({ row, column }, index) =>
          this.#roomFor(row, column, index % 2 === 0 ? direction : -direction),
        )
        .reduce((least, room) => (room < least ? room : least));
    const [up, down] = [stepWhere(1n), stepWhere(-1n)];
    const first = cycle[0]!;
    // Of equal steps, the first cell's part grows: a rule that holds for a bill and its void alike.
    const direction =
      up === down
        ? signOf(this.#at(first.row, first.column))
        : up < down
          ? 1n
          : -1n;
    const step = direction * (up < down ? up : down);
    cycle.forEach(({ row, column }, index) => {
      const cells = this.#rests[row]!;
      cells[column] = this.#at(row, column) + (index % 2 === 0 ? step : -step);
    });
  }

  /** How far an open cell may move up (1n) or down (-1n) within its two whole neighbours. */
  #roomFor(row: number, column: number, direction: bigint): bigint {
    const rest = this.#at(row, column);
    return signOf(rest) === direction
      ? this.#unit - absolute(rest)
      : absolute(rest);
  }
}
