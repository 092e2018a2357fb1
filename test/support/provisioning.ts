export const KEY = "test-till-key-0123456789abcdefghijklmnopq";
export const TOKEN = "test-token-0123456789abcdefghijklmnopqrst";

/** A provisioning file as a person would write it; loose types, so that tests can break it. */
export interface ProvisioningFile {
  managementTokens: Record<string, unknown>[];
  properties: Record<string, unknown>[];
}

export function buildProvisioning(
  change: (property: Record<string, unknown>) => void = () => undefined,
): ProvisioningFile {
  const property: Record<string, unknown> = {
    id: "demo",
    name: "Hotel Test",
    currency: "CHF",
    timezone: "Europe/Zurich",
    dayEndsAt: "05:00",
    businessLocations: [
      {
        id: "45454565682155",
        name: "Restaurant",
        apiKeys: [{ name: "till", key: KEY }],
      },
    ],
    transactionCodes: { fallback: "9000" },
    houseAccounts: [
      { folioId: "EVENT-7", name: "Wedding party", searchable: true },
    ],
    reservations: [
      { reservationId: "001", roomId: "101", clientName: "Mia Keller" },
    ],
  };
  change(property);
  return {
    managementTokens: [
      {
        name: "ops",
        token: TOKEN,
        scopes: ["read", "write", "admin"],
        properties: ["*"],
      },
    ],
    properties: [property],
  };
}
