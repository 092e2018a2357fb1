import { InvalidArgumentError } from "commander";
import { STORY_KINDS, type Mix, type StoryKind } from "./stories.ts";

// What the options of `simulate` are written as. Each function answers the value or says what would be right.

export function parseUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return text;
  throw new InvalidArgumentError(
    "Give an address such as http://127.0.0.1:8080.",
  );
}

export function parseCount(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number from 1.");
}

export function parseRate(text: string): number {
  const rate = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && rate <= 10_000) return rate;
  throw new InvalidArgumentError("Give bills a second, such as 20 or 0.5.");
}

export function parseShare(text: string): number {
  const share = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && share <= 1) return share;
  throw new InvalidArgumentError("Give a share from 0 to 1.");
}

export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match?.[2] ?? "s"];
  if (match !== null && unitMs !== undefined) return Number(match[1]) * unitMs;
  throw new InvalidArgumentError("Give a time such as 30s, 5m or 1h.");
}

export function parseInstant(text: string): number {
  const at = Date.parse(text);
  if (/[Zz]$|[+-]\d\d:?\d\d$/.test(text) && !Number.isNaN(at)) return at;
  throw new InvalidArgumentError(
    "Give a moment with its zone, such as 2026-12-01T19:00:00Z.",
  );
}

export function parseCurrency(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new InvalidArgumentError(
    "Give an ISO 4217 code such as CHF, JPY or KWD.",
  );
}

export function parseLocation(text: string): string {
  if (/^\d{1,19}$/.test(text)) return text;
  throw new InvalidArgumentError("Give the number of a business location.");
}

export function parseMix(text: string): Mix {
  const mix = new Map<StoryKind, number>();
  for (const part of text.split(",")) {
    const [name = "", weight = "1"] = part.trim().split("=");
    const kind = STORY_KINDS.find((each) => each === name);
    if (kind === undefined) {
      throw new InvalidArgumentError(
        `There is no kind ${name}; known are ${STORY_KINDS.join(", ")}.`,
      );
    }
    if (!/^\d{1,4}$/.test(weight))
      throw new InvalidArgumentError(
        `${name}: give a whole weight, such as ${name}=3.`,
      );
    mix.set(kind, Number(weight));
  }
  if (![...mix.values()].some((weight) => weight > 0)) {
    throw new InvalidArgumentError("At least one kind needs a weight above 0.");
  }
  return mix;
}
