import type { Folio } from "../schemas/generated.ts";
import { decimalsOf, pathParameter, propertyOf } from "./call.ts";
import type { ManagementRoute } from "./call.ts";
import { moneyWriter, posting } from "./present.ts";
import { notFound } from "./problems.ts";

export const folioRoutes: ManagementRoute[] = [
  {
    template: "/v1/properties/:propertyId/folios/:folioId",
    methods: {
      GET: {
        scope: "read",
        act: async (call) => {
          const { door, propertyId } = call;
          const folioId = pathParameter(call, "folioId");
          const folio = await door.store.getFolio(propertyId, folioId);
          if (folio === null) throw notFound();
          const decimals = decimalsOf(call);
          const body: Folio = {
            folioId: folio.folioId,
            balance: moneyWriter(decimals)(folio.balance),
            currency: propertyOf(call).currency,
            postings: folio.postings.map((view) => posting(view, decimals)),
          };
          return { body };
        },
      },
    },
  },
];
