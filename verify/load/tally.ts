import { quantiles, type Quantiles } from "../history/trends";
import type { LoadEvent } from "./messages";

/** Milliseconds. */
export interface Latency extends Quantiles {
  readonly max: number;
}

/** How often each of them came: a status, a close code, an error. */
export type Counts = Readonly<Record<string, number>>;

/** Stands for an answer that names no backend: from the load balancer itself, Cloud Armor or Google's front end. */
export const NOBODY = "nobody";

/** What became of one route's requests. */
export interface RouteTally {
  readonly route: string;
  readonly statuses: Counts;
  /** Answers by the service that the load balancer names; by {@link NOBODY} where it names none. */
  readonly backends: Counts;
  /** Requests without an answer, by the error's code. */
  readonly unanswered: Counts;
  /** Absent where nothing was answered. */
  readonly latency?: Latency;
}

/** What became of one service's sockets. */
export interface SocketTally {
  readonly service: string;
  readonly asked: number;
  readonly opened: number;
  /** Most sockets that were open at once. */
  readonly most: number;
  /** Closed by the other side or the network, by close code. */
  readonly brokenOff: Counts;
  readonly unansweredPings: number;
  /** Absent where nothing opened, or nothing was echoed. */
  readonly handshake?: Latency;
  readonly echo?: Latency;
}

/** The load as it was seen from outside. */
export interface Observed {
  readonly routes: readonly RouteTally[];
  readonly sockets: readonly SocketTally[];
  /** Why handshakes failed, each reason once. */
  readonly refusals: readonly string[];
  /** Sockets whose close frame had no answer when the load ended. */
  readonly leftOpen: number;
}

type EventOf<K extends LoadEvent["kind"]> = Extract<LoadEvent, { readonly kind: K }>;

/** Adds up events; they have the order in which they came. */
export function tallyEvents(events: readonly LoadEvent[]): Observed {
  const eventsOf = <K extends LoadEvent["kind"]>(kind: K): readonly EventOf<K>[] =>
    events.filter((event): event is EventOf<K> => event.kind === kind);
  const requests = [...eventsOf("answer"), ...eventsOf("no-answer")];
  const routes = uniqueNames(requests.map(({ route }) => route)).map((route): RouteTally => {
    const answers = eventsOf("answer").filter((event) => event.route === route);
    const unanswered = eventsOf("no-answer").filter((event) => event.route === route);
    return {
      route,
      statuses: countNames(answers.map(({ status }) => String(status))),
      backends: countNames(answers.map(({ backend }) => backend ?? NOBODY)),
      unanswered: countNames(unanswered.map(({ reason }) => reason)),
      ...latencyMember("latency", answers),
    };
  });
  const sockets = uniqueNames(eventsOf("asked").map(({ service }) => service)).map((service): SocketTally => {
    const serviceEvents = <T extends { readonly service: string }>(all: readonly T[]): readonly T[] =>
      all.filter((event) => event.service === service);
    const [opened, closed] = [serviceEvents(eventsOf("open")), serviceEvents(eventsOf("closed"))];
    return {
      service,
      asked: serviceEvents(eventsOf("asked")).length,
      opened: opened.length,
      most: Math.max(0, ...openOverTime(events, service).map(({ open }) => open)),
      brokenOff: countNames(closed.filter(({ byUs }) => !byUs).map(({ code }) => String(code))),
      unansweredPings: serviceEvents(eventsOf("no-pong")).length,
      ...latencyMember("handshake", opened),
      ...latencyMember("echo", serviceEvents(eventsOf("pong"))),
    };
  });
  const refusals = uniqueNames(eventsOf("refused").flatMap(({ reasons }) => reasons));
  return { routes, sockets, refusals, leftOpen: eventsOf("done").at(-1)?.leftOpen ?? 0 };
}

/** How many sockets of a service were asked for and open, at each moment when that changed. */
export function openOverTime(
  events: readonly LoadEvent[],
  service: string,
): readonly { readonly at: number; readonly asked: number; readonly open: number }[] {
  let [asked, open] = [0, 0];
  return events.flatMap((event) => {
    if (!("service" in event) || event.service !== service) return [];
    if (event.kind === "asked") asked += 1;
    else if (event.kind === "open") open += 1;
    else if (event.kind === "closed") [asked, open] = [asked - 1, open - 1];
    else return [];
    return [{ at: event.at, asked, open }];
  });
}

/** How often each name stands in the list. */
function countNames(names: readonly string[]): Counts {
  return Object.fromEntries(uniqueNames(names).map((name) => [name, names.filter((other) => other === name).length]));
}

const uniqueNames = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

function latencyMember<K extends string>(
  name: K,
  events: readonly { readonly milliseconds: number }[],
): { readonly [key in K]?: Latency } {
  if (events.length === 0) return {};
  const measured = events.map(({ milliseconds }) => milliseconds);
  const max = measured.reduce((most, value) => Math.max(most, value), 0);
  return { [name]: { ...quantiles(measured), max } } as { readonly [key in K]: Latency };
}
