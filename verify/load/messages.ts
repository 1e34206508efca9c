import type { Script } from "./script";

/** What the engine's process is told to do; the word `stop` ends it early. */
export interface LoadOrder {
  readonly scripts: readonly Script[];
  /** Seconds from the start until every socket is closed. */
  readonly releaseAfterSeconds: number;
}

/** One thing that happened under load; `at` in milliseconds since 1970. */
export type LoadEvent = { readonly at: number } & (
  | {
      readonly kind: "answer";
      /** Name of the route. */
      readonly route: string;
      readonly status: number;
      /** Who answered, as the load balancer's header says. */
      readonly backend?: string;
      /** From the request's last byte to the answer's first. */
      readonly milliseconds: number;
    }
  | { readonly kind: "no-answer"; readonly route: string; readonly reason: string }
  /** A handshake begins. Its socket is open, or failed, or still waits when the load ends. */
  | { readonly kind: "asked"; readonly socket: string; readonly service: string }
  | { readonly kind: "open"; readonly socket: string; readonly service: string; readonly milliseconds: number }
  | { readonly kind: "pong"; readonly service: string; readonly milliseconds: number }
  | { readonly kind: "no-pong"; readonly service: string }
  | {
      readonly kind: "closed";
      readonly socket: string;
      readonly service: string;
      readonly code: number;
      /** False where the other side, or the network, ended it. */
      readonly byUs: boolean;
    }
  /** Why handshakes failed, as the engine says it; how many did is told by those that were asked for. */
  | { readonly kind: "refused"; readonly reasons: readonly string[] }
  /** Sockets that nobody had closed when the process ended. */
  | { readonly kind: "done"; readonly leftOpen: number }
);
