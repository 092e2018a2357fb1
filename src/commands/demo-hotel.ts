import type { ProvisionedProperty } from "../schemas/generated.ts";

/** A small hotel with one of everything worth trying: names in several scripts, a blocked guest, one due in, one gone. */
export function demoHotel(ids: {
  propertyId: string;
  businessLocationId: string;
  apiKey: string;
}): ProvisionedProperty {
  return {
    id: ids.propertyId,
    name: "Hotel Demo",
    currency: "CHF",
    timezone: "Europe/Zurich",
    dayEndsAt: "05:00",
    roundingTolerance: "0.05",
    businessLocations: [
      {
        id: ids.businessLocationId,
        name: "Restaurant",
        features: [
          "SEARCH_BY_NAME",
          "MIRRORING",
          "PARTIAL_PAYMENTS",
          "MULTI_PAYMENTS",
          "SERVICE_CHARGE",
          "ENRICHED_PAYLOAD",
        ],
        apiKeys: [{ name: "demo till", key: ids.apiKey }],
      },
    ],
    transactionCodes: {
      fallback: "9000",
      gratuity: "9100",
      serviceCharge: "9200",
      discount: "9300",
      surcharge: "9400",
      rounding: "9500",
      difference: "9600",
      transfer: "9700",
      payments: { CASH: "8000", CARD: "8010", TWINT: "8020", VOUCHER: "8030" },
      paymentFallback: "8900",
      accountingGroups: {
        "962442041491505": "2010",
        "962442041491506": "2020",
        "962442041491507": "2030",
        "962442041491508": { code: "2040", rates: { "2.6": "2041" } },
        "962442041491509": "2050",
      },
    },
    houseAccounts: [
      {
        folioId: "EVENT-7",
        name: "Wedding Keller & Muñoz",
        searchable: true,
        creditLimit: "5000.00",
      },
      { folioId: "STAFF", name: "Staff meals", searchable: false },
    ],
    reservations: [
      guest("001", "101", "101 Double", "Mia Keller", {
        creditLimit: "250.00",
      }),
      guest("002", "102", "102 Double", "José Ángel Muñoz"),
      guest("003", "103", "103 Single", "Σοφία Παπαδοπούλου", {
        creditLimit: "80.00",
      }),
      guest("004", "201", "201 Suite", "山田 花子"),
      guest("005", "202", "202 Twin", "Олена Шевченко"),
      guest("006", "203", "203 Double", "محمد الفاسي"),
      guest("007", "204", "204 Double", "Nguyễn Thị Hồng"),
      guest("008", "205", "205 Single", "Walter Block", { blocked: true }),
      guest("009", "301", "301 Suite", "Due Inn", { status: "due-in" }),
      guest("010", "302", "302 Double", "Greta Gone", {
        status: "checked-out",
      }),
    ],
  };
}

type Guest = NonNullable<ProvisionedProperty["reservations"]>[number];

function guest(
  reservationId: string,
  roomId: string,
  roomDescription: string,
  clientName: string,
  more: Partial<Guest> = {},
): Guest {
  return { reservationId, roomId, roomDescription, clientName, ...more };
}
