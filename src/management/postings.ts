import { decimalsOf } from "./call.ts";
import type { ManagementRoute } from "./call.ts";
import { listAction } from "./list-resource.ts";
import { posting } from "./present.ts";

export const postingRoutes: ManagementRoute[] = [
  {
    template: "/v1/properties/:propertyId/postings",
    methods: {
      GET: listAction("postings", "read", (view, call) =>
        posting(view, decimalsOf(call)),
      ),
    },
  },
];
