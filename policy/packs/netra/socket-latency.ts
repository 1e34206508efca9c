import type { Environment } from "../../../environments/environment";
import { routedServices } from "../../../environments/hosts";
import { backendServiceName, urlMapName } from "../../../environments/names";
import { forEveryDeclared } from "../../core/judge";
import { violation, type SpecRule } from "../../core/rule";
import { conditionsOf } from "../google/alerts/alert-conditions";
import { latencyFilters } from "../google/alerts/objectives";
import { countsSockets, type SocketTraffic } from "../google/alerts/socket-latency";
import { SLO } from "../google/alerts/watched";

/** Where the sockets of an environment pass, also where the plan at hand holds none of its services. */
function declaredTraffic(environment: Environment): SocketTraffic {
  const hasSockets = (name: string): boolean => environment.services[name]?.sockets !== undefined;
  return {
    services: new Set(Object.keys(environment.services).filter(hasSockets)),
    backends: new Set(
      routedServices(environment)
        .filter(hasSockets)
        .map((name) => backendServiceName(environment, name)),
    ),
    maps: new Set([urlMapName(environment)]),
  };
}

const alerts: SpecRule = {
  id: "alert-socket-latency-declared",
  kind: "no effect",
  severity: "medium",
  title: "No latency alert counts the sockets of the spec",
  why: "A socket is one request with its whole life as latency: the alert fires always, and is ignored when it matters.",
  fix: "limit the filter to services without sockets, or alert on handshakes by a log metric",
  yieldsTo: ["alert-socket-latency"],
  check: (estate, { environment }) => {
    const traffic = declaredTraffic(environment);
    return conditionsOf(estate)
      .filter(({ filter }) => countsSockets(traffic, filter))
      .map(({ policy, at }) =>
        violation(policy, `${at}.filter: the latency of a socket service found, other services allowed`),
      );
  },
};

const objectives: SpecRule = {
  id: "slo-socket-latency-declared",
  kind: "no effect",
  severity: "medium",
  title: "No latency objective counts the sockets of the spec",
  why: "A socket is one request with its whole life as latency: the objective is missed whatever the service does.",
  fix: "limit the filter to services without sockets, or to the load balancer's routes past them",
  yieldsTo: ["slo-socket-latency"],
  check: forEveryDeclared(SLO, (slo, { environment }) =>
    latencyFilters(slo)
      .filter(([, filter]) => countsSockets(declaredTraffic(environment), filter))
      .map(([path]) => violation(slo, `${path}: the latency of a socket service found, other services allowed`)),
  ),
};

/** Whether latencies are of answers and not of sockets, as the spec tells them apart. */
export const socketLatencyRules: readonly SpecRule[] = [alerts, objectives];
