/**
 * Lists and filters, one language for every resource (design "Public surface"; reference refunds 3.1 and 3.3).
 * The doors parse text into these trees against a resource's fields; an engine turns a tree into a query.
 */
export type FieldType =
  | "text"
  | "money"
  /** Kept in hundredths. */
  | "percent"
  | "integer"
  | "instant"
  | "date"
  | "boolean"
  | "id";

export interface ListField {
  type: FieldType;
  sortable: boolean;
  filterable: boolean;
  /** An equality on it bounds a large list, so that no date range is needed. */
  selective: boolean;
  /** All there are: no other is compared with. */
  values?: readonly string[];
}

export type Operator = "=" | "!=" | ">" | "<" | ">=" | "<=" | "~";

/** A value in the form its field's type is kept in. */
export type FilterValue = string | bigint | boolean;

export type Filter =
  | { kind: "and" | "or"; parts: Filter[] }
  | { kind: "clause"; field: string; operator: Operator; value: FilterValue };

export interface ListRequest {
  filter: Filter | null;
  orderBy: { field: string; descending: boolean };
  pageSize: number;
  /** 1-based; works up to row 10,000. */
  page: number;
  /** Opaque, from `_links.next`: continues after a row instead of counting pages. */
  cursor: ListCursor | null;
}

/** The last row of the page before: its value of the sort field and its id. */
export interface ListCursor {
  value: FilterValue | null;
  id: string;
  pageNumber: number;
}

export interface ListPage<Item> {
  results: Item[];
  /** Counted after the filter; exact up to 10,000, else 10,000 and `totalIsExact` false. */
  totalResults: number;
  totalIsExact: boolean;
  next: ListCursor | null;
}
