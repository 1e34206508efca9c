import { GoogleApiError, type JsonObject } from "../../../verify/google-answers";
import type { GoogleFiles, Query } from "../../../verify/google-api";
import { checkedGoogle } from "../../support/checked-google";

/** What Google's APIs would say of an environment under load; each number is asked for anew at every reading. */
export interface Levels {
  readonly instances: () => number;
  readonly connections: () => number;
  readonly clients: () => number;
  /** Requests in that minute, by status. */
  readonly requests?: () => Readonly<Record<string, number>>;
}

/** What the log holds, or which status refuses to show it. */
export interface Told extends Levels {
  readonly logEntries?: number;
  readonly refuses?: { readonly api: string; readonly status: number };
}

/** A question that was asked. */
export interface Asked {
  readonly api: string;
  readonly path: string;
  readonly query: Query;
  readonly body?: JsonObject;
}

/** Services of trial, all of them with as many instances. */
const SERVICES = ["websocket-service", "auth-service", "frontend"];

/** Monitoring and the log: every reading adds a point to what is known since five minutes ago. */
export function stubGoogle(told: Told): GoogleFiles & { readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const known = new Map<string, { at: number; value: number }[]>();
  const series = (key: string, value: number): JsonObject["points"] => {
    const points = known.get(key) ?? [{ at: Date.now() - 300_000, value }];
    points.push({ at: Date.now(), value });
    known.set(key, points);
    // Newest first, as Monitoring answers.
    return points
      .map(({ at, value }) => ({
        interval: { endTime: new Date(at).toISOString() },
        value: { int64Value: `${value}` },
      }))
      .reverse();
  };
  const refuse = (api: string): void => {
    if (told.refuses?.api === api) throw new GoogleApiError(told.refuses.status, `${api}: refused`);
  };
  const timeSeries = (filter: string): JsonObject[] => {
    if (filter.includes("instance_count")) {
      return SERVICES.map((service) => ({
        resource: { labels: { service_name: service } },
        points: series(service, told.instances()),
      }));
    }
    if (filter.includes("num_backends")) return [{ points: series("connections", told.connections()) }];
    if (filter.includes("clients/connected")) return [{ points: series("clients", told.clients()) }];
    if (!filter.includes("request_count")) return [];
    return Object.entries(told.requests?.() ?? {}).map(([code, count]) => ({
      metric: { labels: { response_code: code } },
      resource: { labels: { service_name: "websocket-service" } },
      points: series(code, count),
    }));
  };
  return checkedGoogle({
    asked,
    get: (api, path, query = {}) => {
      asked.push({ api, path, query });
      refuse(api);
      const { filter } = query;
      return Promise.resolve({ timeSeries: timeSeries(typeof filter === "string" ? filter : "") });
    },
    post: (api, path, body) => {
      asked.push({ api, path, query: {}, body });
      refuse(api);
      return Promise.resolve({ entries: Array.from({ length: told.logEntries ?? 0 }, () => ({})) });
    },
    text: () => Promise.reject(new GoogleApiError(501, "nothing reads files here")),
    remove: () => Promise.reject(new GoogleApiError(501, "nothing is removed here")),
  });
}
