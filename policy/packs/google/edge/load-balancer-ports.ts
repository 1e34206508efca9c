import { forEveryOf } from "../../../core/judge";
import { sureTargetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { BACKEND_SERVICES, REGION_BACKEND_SERVICE } from "./serverless-backends";
import { GROUPS } from "../machines/group-updates";
import { isPassthrough } from "./passthrough-backends";
import { HEALTH_CHECKS } from "./health-checks";
import { askedPort } from "../networks/firewall-reach";

const UNMANAGED = "google_compute_instance_group";
const NAMED = "named_port";

/** Whether a backend service forwards packets, so that it names no port. */
const namesNoPort = (backend: Resource): boolean =>
  backend.type === REGION_BACKEND_SERVICE && isPassthrough(textAt(backend, "load_balancing_scheme"));

/** Groups behind a backend service whose ports this plan shows. */
const groupsBehind = (estate: Estate, backend: Resource): readonly Resource[] =>
  blockPaths(backend, "backend").flatMap((block) =>
    sureTargetsOf(estate, backend, `${block}.group`, [...GROUPS, UNMANAGED]),
  );

/** The name by which a backend service asks its groups for a port; undefined where Google infers another one. */
export function portNameOf(backend: Resource): string | undefined {
  const isHttp = [undefined, "HTTP"].includes(textAt(backend, "protocol")) && valueAt(backend, "protocol") !== UNKNOWN;
  return textAt(backend, "port_name") ?? (isHttp && valueAt(backend, "port_name") === undefined ? "http" : undefined);
}

/** Ports of a group under a name; undefined where a part of them is unknown, or they are declared elsewhere. */
function portsOf(estate: Estate, group: Resource, name: string): readonly number[] | undefined {
  const blocks = blockPaths(group, NAMED);
  const isOpen =
    valueAt(group, NAMED) === UNKNOWN ||
    blocks.some(
      (block) => valueAt(group, `${block}.name`) === UNKNOWN || valueAt(group, `${block}.port`) === UNKNOWN,
    ) ||
    estate.ofType("google_compute_instance_group_named_port").length > 0;
  if (isOpen) return undefined;
  return blocks
    .filter((block) => textAt(group, `${block}.name`) === name)
    .flatMap((block) => numberAt(group, `${block}.port`) ?? []);
}

/** Ports that the groups behind a backend service serve under a name. */
export const servedPorts = (estate: Estate, backend: Resource, name: string): readonly number[] =>
  namesNoPort(backend) ? [] : groupsBehind(estate, backend).flatMap((group) => portsOf(estate, group, name) ?? []);

const namedPort: Rule = {
  id: "lb-named-port",
  kind: "down",
  severity: "medium",
  title: "Each group behind a backend service has a port of the name that it asks for",
  why: "The load balancer looks the port up by its name: where a group has none of it, no request reaches the port that is served.",
  fix: "declare a named_port of that name on the group, or set port_name to the one that it has",
  source: "https://cloud.google.com/load-balancing/docs/backend-service#named_ports",
  check: forEveryOf(BACKEND_SERVICES, (backend, estate) => {
    const name = portNameOf(backend);
    const groups = namesNoPort(backend) ? [] : groupsBehind(estate, backend);
    if (groups.length === 0) return [];
    if (name === undefined) return valueAt(backend, "port_name") === UNKNOWN ? [unknown(backend, "port_name")] : [];
    return groups.flatMap((group): readonly Verdict[] => {
      const ports = portsOf(estate, group, name);
      if (ports === undefined) return valueAt(group, NAMED) === UNKNOWN ? [unknown(group, NAMED)] : [];
      return ports.length === 0
        ? [
            violation(
              backend,
              `port_name: "${/^[a-z0-9-]{1,20}$/.test(name) ? name : "a name"}" found, which ${group.address} has no port of`,
            ),
          ]
        : [];
    });
  }),
};

const checkedPort: Rule = {
  id: "lb-health-port",
  kind: "down",
  severity: "low",
  title: "A health check asks the port that is served",
  why: "One that asks another port says of it whether it is up: the load balancer sends on to what has stopped, or to nobody.",
  fix: "set the check's port to that of the named_port, or port_specification to USE_SERVING_PORT",
  source: "https://cloud.google.com/load-balancing/docs/health-check-concepts#category_and_port_specification",
  check: forEveryOf(BACKEND_SERVICES, (backend, estate) => {
    const name = portNameOf(backend);
    const served = name === undefined ? [] : servedPorts(estate, backend, name);
    if (served.length === 0) return [];
    return sureTargetsOf(estate, backend, "health_checks", HEALTH_CHECKS).flatMap((check): readonly Verdict[] => {
      const blocks = Object.keys(check.values).filter((key) => key.endsWith("_health_check"));
      const open = blocks
        .flatMap((block) => blockPaths(check, block))
        .find((block) => valueAt(check, `${block}.port`) === UNKNOWN);
      const asked = askedPort(check);
      if (asked === undefined) return open === undefined ? [] : [unknown(check, `${open}.port`)];
      return served.includes(asked)
        ? []
        : [violation(check, `port: ${asked} found, and ${backend.address} serves ${served.join(", ")}`)];
    });
  }),
};

const MODE = "balancing_mode";
const RATES = ["max_rate", "max_rate_per_instance", "max_rate_per_endpoint"];
const ZONAL_NEG = "google_compute_network_endpoint_group";

/** Why Google refuses how a backend is balanced. */
function refusedMode(backend: Resource, block: string, isOfEndpoints: boolean): string | undefined {
  const mode = textAt(backend, `${block}.${MODE}`) ?? "UTILIZATION";
  const scheme =
    textAt(backend, "load_balancing_scheme") ?? (backend.type === REGION_BACKEND_SERVICE ? "INTERNAL" : "");
  if (namesNoPort(backend))
    return mode === "CONNECTION" ? undefined : `${mode} with the scheme ${scheme} found, CONNECTION`;
  if (isOfEndpoints && mode === "UTILIZATION") return "UTILIZATION of endpoints found, RATE or CONNECTION";
  const isRated = RATES.some((name) => valueAt(backend, `${block}.${name}`) !== undefined);
  return mode === "RATE" && !isRated ? "RATE without a rate found, one with max_rate" : undefined;
}

const balancing: Rule = {
  id: "lb-balancing-mode",
  kind: "refused",
  severity: "high",
  title: "Backends are balanced in a mode that their load balancer takes",
  why: "Google refuses at apply what the provider plans where nothing is said: UTILIZATION for packets that are forwarded and for endpoints, and RATE without a rate.",
  fix: "set balancing_mode to CONNECTION for the schemes INTERNAL and EXTERNAL of a region, and max_rate_per_instance beside RATE",
  source: "https://cloud.google.com/load-balancing/docs/backend-service#balancing-mode-combos",
  check: forEveryOf(BACKEND_SERVICES, (backend, estate) => {
    if (valueAt(backend, "load_balancing_scheme") === UNKNOWN) return [unknown(backend, "load_balancing_scheme")];
    return blockPaths(backend, "backend").flatMap((block): readonly Verdict[] => {
      if (valueAt(backend, `${block}.${MODE}`) === UNKNOWN) return [unknown(backend, `${block}.${MODE}`)];
      const isOfEndpoints = sureTargetsOf(estate, backend, `${block}.group`, [ZONAL_NEG]).length > 0;
      const refused = refusedMode(backend, block, isOfEndpoints);
      return refused === undefined ? [] : [violation(backend, `${block}.${MODE}: ${refused} allowed`)];
    });
  }),
};

const empty: Rule = {
  id: "lb-backend-empty",
  kind: "down",
  severity: "low",
  title: "A backend service leads somewhere",
  why: "Without a backend each of its requests is answered 502, unless something outside of Terraform adds one.",
  fix: "declare a backend",
  source: "https://cloud.google.com/load-balancing/docs/backend-service",
  check: forEveryOf(BACKEND_SERVICES, (backend) => {
    if (valueAt(backend, "backend") === UNKNOWN) return [unknown(backend, "backend")];
    return blockPaths(backend, "backend").length === 0
      ? [violation(backend, "backend: nothing found, one needed")]
      : [];
  }),
};

const SPOKEN = /^(HTTP|HTTPS|HTTP2)$/;

const spoken: Rule = {
  id: "lb-health-protocol",
  kind: "down",
  severity: "low",
  title: "The health check of a web server asks it something",
  why: "That a port takes a connection says nothing of what is served there: a machine that answers each request with 500 stays in service.",
  fix: "use http_health_check with a path that says whether the program works",
  source: "https://cloud.google.com/load-balancing/docs/health-check-concepts#method",
  check: forEveryOf(BACKEND_SERVICES, (backend, estate) => {
    if (!SPOKEN.test(textAt(backend, "protocol") ?? "HTTP") || namesNoPort(backend)) return [];
    const checks = sureTargetsOf(estate, backend, "health_checks", HEALTH_CHECKS);
    const asked = checks.filter((check) => blockPaths(check, "tcp_health_check").length > 0);
    if (valueAt(backend, "protocol") === UNKNOWN) return asked.length > 0 ? [unknown(backend, "protocol")] : [];
    return asked.map((check) =>
      violation(check, `tcp_health_check: found in front of ${backend.address}, which speaks HTTP`),
    );
  }),
};

/** Ports and modes between a load balancer and its machines. */
export const loadBalancerPortRules: readonly Rule[] = [namedPort, checkedPort, balancing, empty, spoken];
