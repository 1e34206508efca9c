import type { ContractRow } from "../../../environments/contract-row";
import { browserOrigins, routedHosts } from "../../../environments/hosts";
import { forEveryDeclared } from "../../core/judge";
import { textAt, type Resource } from "../../core/resource";
import { unknown, violation, type SpecRule } from "../../core/rule";
import { RUN_SERVICE } from "../google/programs/cloud-run";
import { variablesAt } from "../google/programs/variable";

const serviceName = (service: Resource): string => textAt(service, "name") ?? "";

const required: SpecRule = {
  id: "env-required",
  kind: "down",
  severity: "critical",
  title: "A service has every variable of the environment contract, as text or as a secret",
  why: "A service deployed without its variables answered 503 until someone found the 19 that were missing (incident 8).",
  fix: "declare it (environments/variables.ts computes it from the spec)",
  check: forEveryDeclared(RUN_SERVICE, (service, { contract, environment }) => {
    const variables = variablesAt(service);
    return contract
      .filter(({ services }) => services.includes(serviceName(service)))
      .filter(({ stagingOnly }) => !stagingOnly || environment.kind === "staging")
      .flatMap(({ variable, kind }) => {
        const found = variables.find(({ name }) => name === variable);
        if (!found) return [violation(service, `env: "${variable}" is missing`)];
        const hasSource = found.secret !== undefined || found.text !== undefined || found.isUnknown;
        if (!hasSource) return [violation(service, `${found.path}: "${variable}" is empty`)];
        const isRight = kind === "secret" || found.secret === undefined;
        return isRight ? [] : [violation(service, `${found.path}: "${variable}" is a secret, text needed`)];
      });
  }),
};

/** What the contract asks of a text, and whether it holds; nothing where it fixes no value. */
function judgeText(row: ContractRow, service: string, text: string): { needed: string; holds: boolean } | undefined {
  const exact = row.valueOn?.[service] ?? row.value;
  if (exact !== undefined) return { needed: exact, holds: text === exact };
  const least = row.atLeastOn?.[service];
  return least === undefined
    ? undefined
    : { needed: `${least} or more`, holds: /^\d+$/.test(text) && Number(text) >= least };
}

const hardened: SpecRule = {
  id: "env-hardened-value",
  kind: "house",
  severity: "high",
  title: "The variables that the plan fixes have the plan's values",
  why: "Handshake and ping times, pool and cache limits are what the remediation plan hardened; a changed one brings its incident back.",
  fix: "restore it, or change environments/contract.ts with a reason",
  check: forEveryDeclared(RUN_SERVICE, (service, { contract }) =>
    variablesAt(service).flatMap(({ name, path, text, isUnknown, secret }) => {
      const row = contract.find(
        ({ variable, services }) => variable === name && services.includes(serviceName(service)),
      );
      // This rule judges texts; whether a variable may be a secret is a matter of env-required.
      if (!row || secret !== undefined) return [];
      const judged = judgeText(row, serviceName(service), text ?? "");
      if (!judged) return [];
      if (isUnknown) return [unknown(service, `${path}.value`)];
      return text === undefined || judged.holds
        ? []
        : [violation(service, `${path}: "${name}" has another value, ${judged.needed} needed`)];
    }),
  ),
};

/** Host names of the URLs in a text, comma-separated lists included. */
const urlHosts = (text: string): readonly string[] =>
  text.split(",").flatMap((part) => {
    const url =
      /^(?:https?|wss?):\/\//.test(part.trim()) && URL.canParse(part.trim()) ? new URL(part.trim()) : undefined;
    return url ? [url.hostname] : [];
  });

/** Variables that name our own hosts and no others. */
const OWN_URLS = new Set(["FRONTEND_URL", "AUTH_SERVICE_URL", "CORS_ALLOWED_ORIGINS"]);

const hosts: SpecRule = {
  id: "env-url-hosts",
  kind: "down",
  severity: "high",
  title: "Hosts in variables are routed hosts",
  why: "A wrong authentication URL and a host that no one routes were found by failing tests (incidents 18 and 19).",
  fix: "take it from the host table, or route the host",
  check: forEveryDeclared(RUN_SERVICE, (service, { environment }) => {
    const routed = new Set(routedHosts(environment));
    const registrable = environment.domain.split(".").slice(-2).join(".");
    const isOurs = (host: string): boolean =>
      host === "localhost" || host === "127.0.0.1" || host === registrable || host.endsWith(`.${registrable}`);
    return variablesAt(service).flatMap(({ name, path, text = "" }) => {
      const own = OWN_URLS.has(name);
      const found = urlHosts(text);
      const wrong = found.filter((host) => !routed.has(host) && (own || isOurs(host)));
      if (own && text !== "" && found.length === 0) return [violation(service, `${path}: "${name}" names no URL`)];
      return wrong.map(() => violation(service, `${path}: "${name}" names a host that is not routed`));
    });
  }),
};

const cors: SpecRule = {
  id: "env-cors-origins",
  kind: "down",
  severity: "medium",
  title: "CORS allows exactly the hosts that serve pages",
  why: "An origin that is missing breaks the pages of that host; one too many lets another site call with a user's session.",
  fix: "let the host table fill it",
  yieldsTo: ["env-url-hosts"],
  check: forEveryDeclared(RUN_SERVICE, (service, { environment }) => {
    const wanted = [...browserOrigins(environment)].sort().join(",");
    return variablesAt(service)
      .filter(({ name, text }) => name === "CORS_ALLOWED_ORIGINS" && text !== undefined)
      .filter(({ text = "" }) => text.split(",").sort().join(",") !== wanted)
      .map(({ path }) => violation(service, `${path}: "CORS_ALLOWED_ORIGINS" is not the list ${wanted}`));
  }),
};

const agreement: SpecRule = {
  id: "env-environment-agrees",
  kind: "house",
  severity: "critical",
  title: "Environment name, project and variables agree",
  why: "A deploy script that wrote ENVIRONMENT=staging whatever the project would have opened every bypass in production (incident 25).",
  fix: "let the spec fill it",
  check: forEveryDeclared(RUN_SERVICE, (service, { environment }) => {
    const expected = new Map([
      ["ENVIRONMENT", environment.name],
      ["GCP_PROJECT_ID", environment.project],
      ["GOOGLE_CLOUD_PROJECT", environment.project],
    ]);
    return variablesAt(service).flatMap(({ name, path, text, isUnknown }) => {
      const wanted = expected.get(name);
      if (wanted === undefined) return [];
      if (isUnknown) return [unknown(service, `${path}.value`)];
      return text === undefined || text === wanted
        ? []
        : [violation(service, `${path}: "${name}" has another value, ${wanted} needed`)];
    });
  }),
};

/** What the environment contract and the spec promise of our services' variables. */
export const variableRules: readonly SpecRule[] = [required, hardened, hosts, cors, agreement];
