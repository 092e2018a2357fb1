import type { HouseAccountBalance } from "../schemas/generated.ts";
import { decimalsOf } from "./call.ts";
import type { ManagementRoute } from "./call.ts";
import { listAction } from "./list-resource.ts";
import { moneyWriter, optional } from "./present.ts";

export const houseAccountRoutes: ManagementRoute[] = [
  {
    template: "/v1/properties/:propertyId/house-accounts",
    methods: {
      GET: listAction(
        "house-accounts",
        "read",
        (account, call): HouseAccountBalance => {
          const money = moneyWriter(decimalsOf(call));
          return {
            folioId: account.folioId,
            name: account.name,
            searchable: account.searchable,
            blocked: account.blocked,
            creditLimit: optional(account.creditLimit, money),
            balance: money(account.balance),
          };
        },
      ),
    },
  },
];
