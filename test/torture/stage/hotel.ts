import { demoHotel } from "../../../src/commands/demo-hotel.ts";
import type { Provisioning } from "../../../src/schemas/generated.ts";

/** The hotel that is tortured: guests who stay, and one who comes and goes. */
export const HOTEL = "torture";
export const LOCATION = "45454565682155";
export const API_KEY = "torture-key-0123456789abcdefghijklmnopqrst";
export const TOKEN = "torture-token-0123456789abcdefghijklmnopqr";
export const GUESTS = ["001", "002", "003", "004", "005", "006", "007"];
/** Whom the desk checks in and out all the time. */
export const COMES_AND_GOES = "R-99";

export const KEYS = {
  TRAIL_KEY: Buffer.alloc(32, 1).toString("base64"),
  SECRETS_KEY: Buffer.alloc(32, 2).toString("base64"),
};

export function hotelFile(): Provisioning {
  const hotel = demoHotel({
    propertyId: HOTEL,
    businessLocationId: LOCATION,
    apiKey: API_KEY,
  });
  return {
    managementTokens: [
      {
        name: "desk",
        token: TOKEN,
        scopes: ["read", "write", "admin"],
        properties: [HOTEL],
      },
    ],
    properties: [
      {
        ...hotel,
        reservations: [
          ...(hotel.reservations ?? []),
          {
            reservationId: COMES_AND_GOES,
            roomId: "401",
            clientName: "Ona Way",
          },
        ],
      },
    ],
  };
}
