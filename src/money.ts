/**
 * Exact numbers. Money never touches binary floating point:
 * - `Decimal`: an exact decimal, an integer count of 10^-18. What the till sends (amounts, quantities, rates).
 * - `Minor`: an integer count of the currency's minor unit (cents for CHF, yen for JPY, fils for KWD). What is booked.
 */
export type Decimal = bigint & { readonly unit?: "1e-18" };
export type Minor = bigint & { readonly unit?: "minor" };

export const DECIMAL_PLACES = 18;
export const ONE: Decimal = 10n ** BigInt(DECIMAL_PLACES);
/** Quantities are divided to this. */
export const THOUSANDTH: Decimal = ONE / 1000n;

const DECIMAL_TEXT = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Reads the decimal in a JSON number or a decimal string; null when it is none or needs more than 18 decimals. */
export function parseDecimal(text: string): Decimal | null {
  const match = DECIMAL_TEXT.exec(text);
  if (match === null) return null;
  const [, minus, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return 0n;
  const shift = DECIMAL_PLACES - fraction.length + Number(exponent);
  if (shift > 400) return null;
  let value: bigint;
  if (shift >= 0) {
    value = digits * 10n ** BigInt(shift);
  } else {
    const divisor = 10n ** BigInt(-shift);
    if (digits % divisor !== 0n) return null;
    value = digits / divisor;
  }
  return minus === "-" ? -value : value;
}

/** A few decimals are what nearly all numbers have: those that a double counts are read and written without a detour. */
const FEW = 1e4;
const ONE_OF_FEW: Decimal = ONE / BigInt(FEW);
/** Of a count, as long as its digits are all significant in a double. */
const COUNT_MAX = 1e15;

/** The decimal a JavaScript number was written as: its shortest text, exact for up to 15 significant digits. */
export function decimalOf(value: number): Decimal | null {
  const count = Math.round(value * FEW);
  // No other number of at most 15 digits is this double.
  return count / FEW === value && Math.abs(count) < COUNT_MAX
    ? BigInt(count) * ONE_OF_FEW
    : parseDecimal(String(value));
}

/** Canonical text without trailing zeros: `9.0000` and `9` both give `9`; never `-0`. */
export function formatDecimal(value: Decimal): string {
  const count = Number(value / ONE_OF_FEW);
  if (Math.abs(count) < COUNT_MAX && BigInt(count) * ONE_OF_FEW === value)
    return String(count / FEW);
  const magnitude = value < 0n ? -value : value;
  const whole = magnitude / ONE;
  const fraction = magnitude % ONE;
  const sign = value < 0n ? "-" : "";
  if (fraction === 0n) return `${sign}${whole}`;
  const digits = String(fraction)
    .padStart(DECIMAL_PLACES, "0")
    .replace(/0+$/, "");
  return `${sign}${whole}.${digits}`;
}

/** `numerator / denominator` to the nearest integer, half away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const whole = numerator / denominator;
  const rest = numerator - whole * denominator;
  if (rest === 0n || 2n * absolute(rest) < absolute(denominator)) return whole;
  return numerator < 0n === denominator < 0n ? whole + 1n : whole - 1n;
}

/** What one minor unit of a currency with `decimals` decimals is in decimals. */
function unitOf(decimals: number): bigint {
  return UNITS[decimals]!;
}

const UNITS = Array.from(
  { length: DECIMAL_PLACES + 1 },
  (_, decimals) => 10n ** BigInt(DECIMAL_PLACES - decimals),
);

/** Rounds half away from zero to minor units of a currency with `decimals` decimals. */
export function toMinor(value: Decimal, decimals: number): Minor {
  return divideRounded(value, unitOf(decimals));
}

export function fromMinor(value: Minor, decimals: number): Decimal {
  return value * unitOf(decimals);
}

/** A decimal string with exactly the currency's decimals: `-12.00`, `500`, `1.250`. */
export function formatMinor(value: Minor, decimals: number): string {
  const magnitude = String(value < 0n ? -value : value).padStart(
    decimals + 1,
    "0",
  );
  const sign = value < 0n ? "-" : "";
  if (decimals === 0) return sign + magnitude;
  const point = magnitude.length - decimals;
  return `${sign}${magnitude.slice(0, point)}.${magnitude.slice(point)}`;
}

/** Reads a decimal string as minor units; null when it has more decimals than the currency. */
export function parseMinor(text: string, decimals: number): Minor | null {
  const value = parseDecimal(text);
  if (value === null) return null;
  const unit = unitOf(decimals);
  return value % unit === 0n ? value / unit : null;
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Nothing where less than nothing is left. */
export function atLeastZero(value: bigint): bigint {
  return value > 0n ? value : 0n;
}

/** As much of a bound as is there, whichever its sign. */
export function within(value: bigint, bound: bigint): bigint {
  const [least, most] = bound > 0n ? [0n, bound] : [bound, 0n];
  return value < least ? least : value > most ? most : value;
}

/** -1n, 0n or 1n. */
export function signOf(value: bigint): bigint {
  if (value === 0n) return 0n;
  return value < 0n ? -1n : 1n;
}

export function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}

// ISO 4217, list one: the currencies whose minor unit is not the hundredth.
const NO_DECIMALS = new Set(
  "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(
    " ",
  ),
);
const THREE_DECIMALS = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

/** Decimals of an ISO 4217 currency: 0, 2 or 3. */
export function currencyDecimals(currency: string): number {
  if (NO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}
