import type { Environment } from "../environments/environment";
import { announcedUrl, routedServices } from "../environments/hosts";
import {
  BYPASS_SECRET_ROLE,
  E2E_RUNNER,
  armorPolicyName,
  cacheName,
  databaseInstanceName,
  secretId,
  urlMapName,
} from "../environments/names";
import { variablesOf } from "../environments/variables";
import { tableLines } from "../report/markdown";
import { fencedBlock, type Section } from "./markdown";

/** Ids of Mermaid hold letters, digits and `_`; a prefix keeps words such as `end` from being its own. */
const node = (kind: string, name: string): string => `${kind}_${name.replace(/[^A-Za-z0-9]/g, "_")}`;

const box = (id: string, text: string): string => `${id}["${text}"]`;
const store = (id: string, text: string): string => `${id}[("${text}")]`;

const groupLines = (id: string, title: string, lines: readonly string[]): string[] => [
  `  subgraph ${id}["${title}"]`,
  ...lines.map((line) => `    ${line}`),
  "  end",
];

/** What depends on what: what stops answering when a box of it does. */
export const dependencyMapSection = (environment: Environment): Section => ({
  title: "Service dependency map",
  lines: [
    "An arrow says: needs. What a box needs must answer before the box can.",
    ...fencedBlock("mermaid", [
      "flowchart TD",
      ...entranceLines(environment),
      ...routeLines(environment),
      ...groupLines("run", `Cloud Run, ${environment.region}`, Object.keys(environment.services).map(serviceBox)),
      ...storeLines(environment),
      ...callLines(environment),
      ...runnerLines(environment),
    ]),
    "Sockets need all of it: the upgrade is answered by the service, and a service that has lost the cache or the database",
    "answers 503 before it. A signed-in session needs the same version of the signing key on every service that mounts it.",
    "",
    ...secretTable(environment),
  ],
});

const serviceBox = (service: string): string => box(node("run", service), service);

const entranceLines = (environment: Environment): string[] => [
  `  clients(["browsers${environment.kind === "staging" ? ", tests" : ""}"]) --> ${box("lb", `${urlMapName(environment)}<br/>${armorPolicyName(environment)}`)}`,
  ...Object.entries(environment.hosts).map(([key, { host }]) => `  lb --> ${box(node("host", key), host)}`),
];

const routeLines = ({ hosts }: Environment): string[] =>
  Object.entries(hosts).flatMap(([key, { service, paths = [] }]) => {
    const targets = [...new Set(paths.map((route) => route.service))];
    return [
      `  ${node("host", key)} --> ${node("run", service)}`,
      ...targets.map((target) => {
        const covered = paths.filter((route) => route.service === target).map(({ path }) => path);
        return `  ${node("host", key)} -->|"${covered.join(", ")}"| ${node("run", target)}`;
      }),
    ];
  });

const storeLines = (environment: Environment): string[] => {
  const users = (isUser: (service: Environment["services"][string]) => boolean, target: string): string[] =>
    Object.entries(environment.services)
      .filter(([, spec]) => isUser(spec))
      .map(([service]) => `  ${node("run", service)} --> ${target}`);
  return [
    ...groupLines("vpc", "private addresses", [
      store("sql", `${databaseInstanceName(environment)}<br/>Cloud SQL`),
      store("redis", `${cacheName(environment)}<br/>Memorystore`),
    ]),
    ...users(({ databasePool }) => databasePool !== undefined, "sql"),
    ...users(({ cachePool }) => cachePool !== undefined, "redis"),
  ];
};

/** Secret → who mounts it: as lines of the drawing they would cross all the others. */
function secretTable(environment: Environment): readonly string[] {
  const mounts = Object.keys(environment.services).flatMap((service) => {
    const roles = variablesOf(environment, service).flatMap((variable) =>
      variable.kind === "secret" ? [variable.role] : [],
    );
    return [...new Set(roles)].map((role) => ({ user: service, role }));
  });
  const runner = environment.kind === "staging" ? [{ user: E2E_RUNNER, role: BYPASS_SECRET_ROLE }] : [];
  const all = [...mounts, ...runner];
  return tableLines(
    ["secret", "needed by"],
    [...new Set(all.map(({ role }) => role))].map((role) => [
      `\`${secretId(environment, role)}\``,
      all.flatMap((mount) => (mount.role === role ? [mount.user] : [])).join(", "),
    ]),
  );
}

/** Calls between services leave through the load balancer: over the routed host that the variable names. */
function callLines(environment: Environment): string[] {
  const url = announcedUrl(environment, "AUTH_SERVICE_URL");
  const row = Object.entries(environment.hosts).find(([, { host }]) => url === `https://${host}`);
  if (!row) return [];
  const [key, { service: callee }] = row;
  return routedServices(environment)
    .filter((service) => service !== callee)
    .filter((service) => variablesOf(environment, service).some(({ name }) => name === "AUTH_SERVICE_URL"))
    .map((service) => `  ${node("run", service)} -->|"AUTH_SERVICE_URL"| ${node("host", key)}`);
}

/** The e2e tests' job goes in by the front door, as a user does. */
const runnerLines = (environment: Environment): string[] =>
  environment.kind === "staging" ? [`  ${box("runner", `${E2E_RUNNER}<br/>Cloud Run job`)} --> lb`] : [];
