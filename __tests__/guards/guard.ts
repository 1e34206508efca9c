import type { Environment } from "../../environments/environment";

/** Which construct, by stack and path: `services/websocket-service/Default`. */
export type Break = readonly [target: string, path: string, value: unknown];

/** One hardened value, broken the way people break it. */
export interface Guard {
  /** Row of the hardened table. */
  readonly row: string;
  readonly what: string;
  readonly rule: string;
  readonly breaks: readonly Break[];
  readonly environment?: Environment;
}

/** A metric in Monitoring's filter language, narrowed by what follows. */
export const metricFilter = (resource: string, metric: string, more = ""): string =>
  `resource.type="${resource}" AND metric.type="${metric}"${more}`;
