import type { Environment } from "../environments/environment";
import { announcedUrl, routedServices } from "../environments/hosts";
import { BYPASS_SECRET_ROLE, E2E_RUNNER, secretId, urlMapName } from "../environments/names";
import { bootstrapStack, stackName } from "../environments/stack-names";
import { variablesOf } from "../environments/variables";
import type { Estate } from "../policy/core/estate";
import { tableLines } from "../report/markdown";
import { graphDiagram } from "../review/graph/diagram";
import { graphOf } from "../review/graph/graph";
import { fencedBlock, type Section } from "./markdown";

/** What depends on what: what stops answering when a box of it does. It is the graph that `./netra graph` draws. */
export function dependencyMapSection(environment: Environment, estate: Estate): Section {
  // Nobody's request needs who looks on, or who makes all of it.
  const aside = [stackName(environment, "monitoring"), bootstrapStack(environment)];
  const graph = graphOf({ estates: [estate], stacks: [] });
  return {
    title: "Service dependency map",
    lines: [
      "An arrow says what a box needs: that must answer before the box can. With who watches what it is drawn by",
      `\`./netra graph --environment ${environment.name} > graph.html\`.`,
      ...fencedBlock(
        "mermaid",
        graphDiagram(graph, (area) => !aside.includes(area)),
      ),
      ...callTexts(environment),
      "",
      ...hostTable(environment),
      "",
      "Sockets need all of it: the upgrade is answered by the service, and a service that has lost the cache or the database",
      "answers 503 before it. A signed-in session needs the same version of the signing key on every service that mounts it.",
      "",
      ...secretTable(environment),
    ],
  };
}

/** Host and path → service, in the load balancer's own order. */
const hostTable = ({ hosts }: Environment): readonly string[] =>
  tableLines(
    ["host", "path", "service"],
    Object.values(hosts).flatMap(({ host, service, paths = [] }) => [
      ...paths.map((route) => [`\`${host}\``, `\`${route.path}\``, route.service]),
      [`\`${host}\``, paths.length > 0 ? "all others" : "all", service],
    ]),
  );

/** Secret → who mounts it: a drawing of them would be lines alone. */
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

/** Calls that go in by the front door: between services, over the routed host that the variable names, and of the tests' job. */
function callTexts(environment: Environment): readonly string[] {
  const url = announcedUrl(environment, "AUTH_SERVICE_URL");
  const row = Object.values(environment.hosts).find(({ host }) => url === `https://${host}`);
  const callers = row
    ? routedServices(environment)
        .filter((service) => service !== row.service)
        .filter((service) => variablesOf(environment, service).some(({ name }) => name === "AUTH_SERVICE_URL"))
    : [];
  const map = urlMapName(environment);
  return [
    ...callers.map((service) => `\`${service}\` calls ${row?.service ?? ""} over \`${map}\`, by \`AUTH_SERVICE_URL\`.`),
    ...(environment.kind === "staging" ? [`The tests' job \`${E2E_RUNNER}\` goes in by \`${map}\`, as users do.`] : []),
  ];
}
