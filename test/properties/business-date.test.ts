import { describe, expect, test } from "@jest/globals";
import {
  businessDateOf,
  dayStart,
  nextDate,
} from "../../src/properties/business-date.ts";

function dateAt(instant: string, timezone: string, dayEndsAt: string): string {
  return businessDateOf(Date.parse(instant), { timezone, dayEndsAt });
}

describe("the business date", () => {
  test("ends at the set time of the next day", () => {
    expect(dateAt("2026-11-21T03:59:59.999Z", "Europe/Zurich", "05:00")).toBe(
      "2026-11-20",
    );
    expect(dateAt("2026-11-21T04:00:00.000Z", "Europe/Zurich", "05:00")).toBe(
      "2026-11-21",
    );
    expect(dateAt("2026-11-20T22:59:59Z", "Europe/Zurich", "00:00")).toBe(
      "2026-11-20",
    );
    expect(dateAt("2026-11-20T23:00:00Z", "Europe/Zurich", "00:00")).toBe(
      "2026-11-21",
    );
    expect(dateAt("2026-11-21T10:59:59Z", "Europe/Zurich", "12:00")).toBe(
      "2026-11-20",
    );
  });

  test("begins at the end of a daylight-saving gap that swallows the set time", () => {
    const rules = { timezone: "Europe/Zurich", dayEndsAt: "02:30" };
    expect(new Date(dayStart("2026-03-29", rules)).toISOString()).toBe(
      "2026-03-29T01:00:00.000Z",
    );
    expect(businessDateOf(Date.parse("2026-03-29T00:59:59Z"), rules)).toBe(
      "2026-03-28",
    );
    expect(businessDateOf(Date.parse("2026-03-29T01:00:00Z"), rules)).toBe(
      "2026-03-29",
    );
  });

  test("begins at the later of two when the set time occurs twice", () => {
    const rules = { timezone: "Europe/Zurich", dayEndsAt: "02:30" };
    expect(new Date(dayStart("2026-10-25", rules)).toISOString()).toBe(
      "2026-10-25T01:30:00.000Z",
    );
    expect(businessDateOf(Date.parse("2026-10-25T00:30:00Z"), rules)).toBe(
      "2026-10-24",
    );
    expect(businessDateOf(Date.parse("2026-10-25T01:30:00Z"), rules)).toBe(
      "2026-10-25",
    );
  });

  test("knows zones without whole hours, and midnights that do not exist", () => {
    expect(dateAt("2026-11-20T23:14:59Z", "Asia/Kathmandu", "05:00")).toBe(
      "2026-11-20",
    );
    expect(dateAt("2026-11-20T23:15:00Z", "Asia/Kathmandu", "05:00")).toBe(
      "2026-11-21",
    );
    // Midnight of 2018-11-04 did not exist in São Paulo: the clock went from 00:00 to 01:00.
    expect(
      new Date(
        dayStart("2018-11-04", {
          timezone: "America/Sao_Paulo",
          dayEndsAt: "00:00",
        }),
      ).toISOString(),
    ).toBe("2018-11-04T03:00:00.000Z");
  });

  test("days follow each other", () => {
    expect([nextDate("2026-12-31"), nextDate("2028-02-28")]).toEqual([
      "2027-01-01",
      "2028-02-29",
    ]);
  });
});
