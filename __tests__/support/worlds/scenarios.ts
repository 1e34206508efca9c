import type { Environment } from "../../../environments/environment";
import { routedServices, serviceAt } from "../../../environments/hosts";
import { BEGINS, DAY, type Course } from "./course";
import type { Day } from "./world";

/** What is tried on the alerts, each a day with something in it. */
export interface Scenario {
  readonly name: string;
  /** What happens, in words. */
  readonly what: string;
  readonly day: (environment: Environment) => Day;
  /** The minute at which it begins. @default BEGINS */
  readonly from?: number;
}

const SOCKETS = "websocket-service";

/** Thirty requests an hour to each service, all answered. */
const QUIET = 0.5;

const during = (from: number, minutes: number, minute: number): boolean => minute >= from && minute < from + minutes;

/** The same for every service but some. */
const requestsOf =
  (
    environment: Environment,
    of: (service: string, minute: number) => Readonly<Record<string, number>>,
  ): Day["requests"] =>
  (minute) =>
    Object.fromEntries(routedServices(environment).map((service) => [service, of(service, minute)]));

const ordinary = (environment: Environment): Day => ({
  requests: requestsOf(environment, () => ({ "200": QUIET, "503": 0, "401": 0, "429": 0 })),
  failing: () => () => false,
  certificateDays: () => () => 60,
  databaseUp: () => 1,
  cachePrimary: () => true,
  load: () => 0.3,
  exits: () => ({}),
  verification: () => () => undefined,
  endToEnd: (minute) => (minute === 0 ? 1 : undefined),
});

/** Answers of one service from one minute on; everything else is ordinary. */
const answering = (
  environment: Environment,
  service: string,
  from: number,
  minutes: number,
  answers: Course<Readonly<Record<string, number>>>,
): Day["requests"] =>
  requestsOf(environment, (name, minute) => ({
    "200": QUIET,
    "503": 0,
    "401": 0,
    "429": 0,
    ...(name === service && during(from, minutes, minute) ? answers(minute) : {}),
  }));

/** Earlier than others: it lasts longer. */
const TRICKLE = BEGINS - 300;

/** All real requests to a service are answered 502, thirty an hour, and the probers' are good. */
const everyUserFailing =
  (service: string) =>
  (environment: Environment): Day => ({
    ...ordinary(environment),
    requests: answering(environment, service, BEGINS, DAY, (minute) => ({ "200": 0, "502": minute % 2 })),
  });

/** A total loss of real traffic, of one service each. */
export const totalLosses = (environment: Environment): readonly Scenario[] =>
  routedServices(environment).map((service) => ({
    name: service,
    what: `all 30 requests an hour to ${service} are answered 502, and the probers' are good`,
    day: everyUserFailing(service),
  }));

/** Every alert meets each of these. */
export const SCENARIOS: readonly Scenario[] = [
  { name: "quiet day", what: "24 h, 30 requests an hour to each service, all answered", day: ordinary },
  {
    name: "two failures at night",
    what: "a quiet day with two 502 three minutes apart",
    day: (environment) => ({
      ...ordinary(environment),
      requests: requestsOf(environment, (service, minute) => ({
        "200": QUIET,
        "502": Number(service === SOCKETS && [BEGINS, BEGINS + 3].includes(minute)),
      })),
    }),
  },
  {
    name: "burst",
    what: "12 answers a minute of websocket-service are 503 for ten minutes, among 12 good ones",
    day: (environment) => ({
      ...ordinary(environment),
      requests: answering(environment, SOCKETS, BEGINS, 10, () => ({ "200": 12, "503": 12 })),
    }),
  },
  {
    name: "trickle",
    what: "3 % of websocket-service's ten answers a minute are 503 for eight hours",
    from: TRICKLE,
    day: (environment) => ({
      ...ordinary(environment),
      requests: answering(environment, SOCKETS, 0, DAY + 1, (minute) => ({
        "200": 10,
        "503": minute % 10 === 0 && during(TRICKLE, 480, minute) ? 3 : 0,
      })),
    }),
  },
  {
    name: "every user failing",
    what: "all 30 requests an hour to websocket-service are answered 502, and the probers' are good",
    day: everyUserFailing(SOCKETS),
  },
  {
    name: "probes only",
    what: "24 h without one user; Google's probers are answered",
    day: (environment) => ({ ...ordinary(environment), requests: () => ({}) }),
  },
  {
    name: "no traffic",
    what: "24 h in which neither users nor probers ask, and nothing is written of either",
    day: (environment) => ({ ...ordinary(environment), requests: () => ({}), failing: () => undefined }),
  },
  {
    name: "NaN",
    what: "an hour in which every gauge is no number",
    day: (environment) => {
      const broken =
        (value: number): Course<number> =>
        (minute) =>
          during(BEGINS, 60, minute) ? NaN : value;
      return { ...ordinary(environment), load: broken(0.3), databaseUp: broken(1) };
    },
  },
  {
    name: "counter reset",
    what: "every counter begins anew at 0",
    day: (environment) => ({ ...ordinary(environment), resetAt: BEGINS }),
  },
];

/** Minutes that an outage lasts. */
const OUTAGE = 120;

/** What fails while it lasts, beside what users are answered. */
const outage = (environment: Environment, more: (isOn: (minute: number) => boolean) => Partial<Day>): Day => {
  const isOn = (minute: number): boolean => during(BEGINS, OUTAGE, minute);
  const day = ordinary(environment);
  return {
    ...day,
    // A run of the end-to-end tests falls into it.
    endToEnd: (minute) => (minute === BEGINS + 20 ? 0.4 : day.endToEnd(minute)),
    ...more(isOn),
  };
};

/** A service answers nobody: users get 503, its hosts and paths fail for probers and for verification. */
const serviceDown =
  (service: string, isCrashing: boolean) =>
  (environment: Environment): Day =>
    outage(environment, (isOn) => ({
      requests: answering(environment, service, BEGINS, OUTAGE, () => ({ "200": 0, "503": QUIET })),
      failing: (minute) => (host, path) => isOn(minute) && serviceAt(environment, host, path) === service,
      exits: (minute) => (isCrashing && isOn(minute) ? { [service]: 1 } : {}),
      verification: (minute) => (check) =>
        isOn(minute) && isAbout(environment, check, service) ? "infrastructure" : undefined,
    }));

const isAbout = (environment: Environment, check: string, service: string): boolean => {
  const [area = "", host = ""] = check.split("/");
  if (area === "socket") return service === SOCKETS;
  return area === "route" && serviceAt(environment, host, "/") === service;
};

/** A dependency is gone: both backends fail their users, readiness fails, pages are still served. */
const storeDown =
  (gone: (isOn: (minute: number) => boolean) => Partial<Day>) =>
  (environment: Environment): Day =>
    outage(environment, (isOn) => ({
      requests: requestsOf(environment, (service, minute) => {
        const isFailing = isOn(minute) && environment.services[service]?.role === "backend";
        return { "200": isFailing ? 0 : QUIET, "503": isFailing ? QUIET : 0 };
      }),
      failing: (minute) => (_host, path) => isOn(minute) && path.endsWith("/ready"),
      verification: (minute) => (check) =>
        isOn(minute) && /^(socket|database|cache)\//.test(check) ? "infrastructure" : undefined,
      ...gone(isOn),
    }));

/** Nothing reaches the load balancer: users and probers alike. */
const unreachable = (environment: Environment): Day =>
  outage(environment, (isOn) => ({
    requests: requestsOf(environment, (_service, minute) => ({ "200": isOn(minute) ? 0 : QUIET, "503": 0 })),
    failing: (minute) => () => isOn(minute),
    verification: (minute) => (check) =>
      isOn(minute) && /^(dns|tls|route|socket)\//.test(check) ? "infrastructure" : undefined,
  }));

/** One cause each, for two hours. */
export const OUTAGES: readonly Scenario[] = [
  {
    name: "websocket-service",
    what: "it crashes in a loop and answers 503",
    day: serviceDown(SOCKETS, true),
  },
  { name: "auth-service", what: "it answers 503", day: serviceDown("auth-service", false) },
  { name: "frontend", what: "it answers 503", day: serviceDown("frontend", false) },
  {
    name: "database",
    what: "PostgreSQL stops and writes nothing",
    day: storeDown((isOn) => ({ databaseUp: (minute) => (isOn(minute) ? undefined : 1) })),
  },
  {
    name: "cache",
    what: "Redis has no primary",
    day: storeDown((isOn) => ({ cachePrimary: (minute) => !isOn(minute) })),
  },
  { name: "DNS", what: "no host has an address", day: unreachable },
  {
    name: "certificate",
    what: "the certificate of one host is over",
    day: (environment) =>
      outage(environment, (isOn) => {
        const host = firstHost(environment);
        return {
          requests: requestsOf(environment, (service, minute) => ({
            "200": isOn(minute) && serviceAt(environment, host, "/") === service ? 0 : QUIET,
            "503": 0,
          })),
          failing: (minute) => (asked) => isOn(minute) && asked === host,
          verification: (minute) => (check) =>
            isOn(minute) && check.includes(`/${host}`) && !check.startsWith("dns/") ? "infrastructure" : undefined,
          certificateDays: (minute) => (asked) => (asked === host && minute >= BEGINS ? -1 : 60),
        };
      }),
  },
];

const firstHost = ({ hosts }: Environment): string => Object.values(hosts)[0]?.host ?? "";
