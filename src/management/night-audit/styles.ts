import type { Express, RequestHandler } from "express";
import { route } from "../../http/route.ts";

export const STYLES_PATH = "/styles/night-audit.css";

/** The style sheet of the printable report; it tells nothing about any hotel, so it needs no token. */
export function addStyles(app: Express): void {
  app.all(STYLES_PATH, route(STYLES_PATH, { GET: sendStyles }));
}

const sendStyles: RequestHandler = (_request, response) => {
  response.type("css").send(STYLES);
};

const STYLES = `:root { color-scheme: only light; }
body {
  max-width: 50rem; margin: 0 auto; padding: 1rem;
  background: #fff; color: #000;
  font: 1rem/1.4 system-ui, sans-serif;
}
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; break-after: avoid; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0; padding: 0; list-style: none; }
a { color: #000; }
:focus-visible { outline: 3px solid #000; outline-offset: 2px; }
.status { border: 1px solid #000; padding: .5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1rem; }
caption { text-align: left; padding: 0 0 .25rem; break-after: avoid; }
th, td { border-bottom: 1px solid #767676; padding: .25rem .5rem; text-align: right; white-space: nowrap; }
td { font-variant-numeric: tabular-nums; }
th:first-child { text-align: left; font-weight: normal; white-space: normal; overflow-wrap: anywhere; }
thead th, thead th:first-child { border-bottom: 2px solid #000; font-weight: bold; }
footer { margin-top: 1.5rem; overflow-wrap: anywhere; }
@media (max-width: 30rem) {
  body { padding: .5rem; font-size: .875rem; }
  th, td { padding: .25rem; }
}
@media print {
  @page { margin: 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
  tr, .status, footer { break-inside: avoid; }
}
`;
