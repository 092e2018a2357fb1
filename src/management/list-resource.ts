import { LISTS } from "../lists/list-fields.ts";
import type { Filter, ListRequest } from "../lists/list-request.ts";
import { presentList } from "../lists/present-list.ts";
import {
  LIST_PARAMETERS,
  parseListRequest,
} from "../lists/parse-list-request.ts";
import type { Scope } from "../store/contract/access.ts";
import type { ListItems, ListResource } from "../store/contract/lists.ts";
import { propertyOf } from "./call.ts";
import type { Answer, Call, ManagementAction } from "./call.ts";

interface ListOptions {
  version?: (call: Call) => Promise<string>;
  /** What its address narrows it to. */
  within?: (call: Call) => Promise<Filter>;
}

/** The GET of a list: the same parameters, filter and links for every resource. */
export function listAction<R extends ListResource>(
  resource: R,
  scope: Scope,
  show: (item: ListItems[R], call: Call) => unknown,
  { version, within }: ListOptions = {},
): ManagementAction {
  return {
    scope,
    parameters: LIST_PARAMETERS,
    isLong: true,
    act: async (call): Promise<Answer> => {
      const { door, propertyId, query } = call;
      const asked = parseListRequest(query, {
        resource,
        definition: LISTS[resource],
        propertyId,
        currency: propertyOf(call).currency,
        now: door.clock.now(),
      });
      // Read before the rows: a change in between makes the tag too old, never too new.
      const read = await version?.(call);
      const page = await door.store.list(
        resource,
        propertyId,
        narrowed(asked.request, await within?.(call)),
      );
      const self = {
        path: call.request.originalUrl.split("?", 1)[0]!,
        parameters: query,
      };
      const body = presentList(page, asked, self, (item) => show(item, call));
      return read === undefined ? { body } : { body, version: read };
    },
  };
}

function narrowed(
  request: ListRequest,
  within: Filter | undefined,
): ListRequest {
  if (within === undefined) return request;
  const { filter } = request;
  const parts = filter === null ? [within] : [within, filter];
  return { ...request, filter: { kind: "and", parts } };
}
