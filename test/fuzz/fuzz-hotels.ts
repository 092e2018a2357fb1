import { deviceOf } from "../../src/commands/simulate/stories.ts";

/** A hotel of its own for each lane: what one is told must never hold anything of another. */
export interface FuzzHotel {
  propertyId: string;
  /** Is part of every name in this hotel, and of nothing else. */
  mark: string;
  apiKey: string;
  /** May do everything, here only. */
  token: string;
  /** May only read, here only. */
  readToken: string;
  deviceId: string;
  reservationIds: readonly string[];
}

/** The same ids of guests and accounts in every hotel. */
const RESERVATION_IDS = ["001", "1", "002", "Zimmer 12/ß"];

export function fuzzHotels(count: number, seed: string): FuzzHotel[] {
  return Array.from({ length: count }, (_, index) => ({
    propertyId: `hotel-${index}`,
    mark: `Qx${index}zy`,
    apiKey: `fuzz-key-${index}-0123456789abcdefghijklmnop`,
    token: `fuzz-token-${index}-0123456789abcdefghijklmn`,
    readToken: `fuzz-read-${index}-0123456789abcdefghijklmno`,
    deviceId: deviceOf(`${seed}/${index}`),
    reservationIds: RESERVATION_IDS,
  }));
}

export function guestsOf({ mark, reservationIds }: FuzzHotel): object[] {
  return reservationIds.map((reservationId, index) => ({
    reservationId,
    roomId: String(100 + index),
    clientName: `Keller ${mark}`,
    status: "in-house",
  }));
}

export function fuzzProvisioning(hotels: readonly FuzzHotel[]): unknown {
  return {
    managementTokens: hotels.flatMap(({ propertyId, token, readToken }) => [
      {
        name: `all-${propertyId}`,
        token,
        scopes: ["read", "write", "admin"],
        properties: [propertyId],
      },
      {
        name: `read-${propertyId}`,
        token: readToken,
        scopes: ["read"],
        properties: [propertyId],
      },
    ]),
    properties: hotels.map((hotel, index) => ({
      id: hotel.propertyId,
      name: `Hotel ${hotel.mark}`,
      currency: ["CHF", "JPY", "KWD"][index % 3],
      timezone: "Europe/Zurich",
      dayEndsAt: "05:00",
      businessLocations: [
        {
          id: locationIdOf(index),
          name: `Bar ${hotel.mark}`,
          apiKeys: [{ name: "till", key: hotel.apiKey }],
        },
      ],
      transactionCodes: { fallback: "9000" },
      houseAccounts: [
        {
          folioId: "EVENT-7",
          name: `Wedding ${hotel.mark}`,
          searchable: true,
        },
      ],
      reservations: guestsOf(hotel),
    })),
  };
}

export function decimalsOfHotel(index: number): number {
  return [2, 0, 3][index % 3]!;
}

export function locationIdOf(index: number): string {
  return String(45454565682155 + index);
}
