import { SERVICE_ACCESS, SERVICE_TEMPLATE } from "./hardened/cloud-run";
import { DATABASE_ACCESS, DATABASE_INSIGHTS, DATABASE_PROTECTION, DATABASE_STATE } from "./hardened/cloud-sql";
import { BACKEND as BACKEND_ROWS, HTTPS_REDIRECT, TLS_POLICY as TLS_ROWS } from "./hardened/load-balancer";
import { CACHE_ACCESS, CACHE_MEMORY } from "./hardened/memorystore";

/** The values of the tables in hardened/, until the verification reads the tables themselves. */

type Values<Rows extends Readonly<Record<string, { readonly value: unknown }>>> = {
  readonly [Name in keyof Rows]: Rows[Name]["value"];
};

const valuesOf = <Rows extends Readonly<Record<string, { readonly value: unknown }>>>(rows: Rows): Values<Rows> =>
  Object.fromEntries(Object.entries(rows).map(([name, { value }]) => [name, value])) as Values<Rows>;

export const SERVICE = valuesOf({ ...SERVICE_ACCESS, ...SERVICE_TEMPLATE });
export const BACKEND = valuesOf(BACKEND_ROWS);
export const TLS_POLICY = valuesOf(TLS_ROWS);
export const REDIRECT = valuesOf(HTTPS_REDIRECT);
export const DATABASE = valuesOf({
  ...DATABASE_ACCESS,
  ...DATABASE_PROTECTION,
  ...DATABASE_STATE,
  ...DATABASE_INSIGHTS,
});
export const CACHE = valuesOf({ ...CACHE_ACCESS, ...CACHE_MEMORY });
