import type { ContractRow } from "../../../environments/contract";
import { browserOrigins, routedHosts } from "../../../environments/hosts";
import { BUILD_TIME_PREFIX } from "../../../environments/contract";
import { RESERVED_VARIABLES } from "../../../google/cloud-run";
import { textAt, type Resource } from "../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import type { Spec } from "../../core/spec";
import { RUN_SERVICE } from "./cloud-run";
import { doubtfulWorkloads, variablesAt, variablesLike, variablesNamed, type VariableAt } from "./variable";
import { WORKLOAD_TYPES } from "./workloads";

const nameOf = (service: Resource): string => textAt(service, "name") ?? "";

/** The check "no variable of such a name"; what is said of one that is. */
const noVariable =
  (isWrong: (name: string) => boolean, said: string): Rule["check"] =>
  (estate) =>
    variablesNamed(estate, isWrong, WORKLOAD_TYPES).map(({ service, name, path }) =>
      violation(service, `${path}: "${name}" ${said}`),
    );

const perSpecifiedService =
  (check: (service: Resource, spec: Spec) => readonly Verdict[]): Rule["check"] =>
  (estate) => {
    const { spec } = estate;
    return spec ? estate.ofType(RUN_SERVICE).flatMap((service) => check(service, spec)) : [];
  };

const reserved: Rule = {
  id: "env-reserved-name",
  kind: "refused",
  severity: "high",
  title: "No variable that Cloud Run sets itself",
  why: "A deployment that carries PORT or K_* is refused (incident 10).",
  fix: "remove it; the port is the container port",
  check: noVariable((name) => RESERVED_VARIABLES.includes(name), "is reserved"),
};

const buildTime: Rule = {
  id: "env-build-time",
  kind: "no effect",
  severity: "medium",
  title: "No build-time variable on a running service",
  why: "Browser variables are baked into the image; on the service they do nothing and the page calls localhost (incident 2).",
  fix: "set it where the image is built",
  check: noVariable((name) => name.startsWith(BUILD_TIME_PREFIX), "is read at build time only"),
};

const hasTwoSources = ({ secret, text }: VariableAt): boolean => secret !== undefined && text !== undefined;

const unique: Rule = {
  id: "env-unique-name",
  kind: "refused",
  severity: "high",
  title: "A variable stands once and has one source",
  why: "Of two values one wins silently, and neither Google nor the provider says which; value beside value_source is refused at apply.",
  fix: "keep one of them",
  check: (estate) =>
    doubtfulWorkloads(estate).flatMap((service) => {
      const seen = new Map<number, Set<string>>();
      const isAgain = ({ container, name }: VariableAt): boolean => {
        const names = seen.get(container) ?? new Set();
        const { size } = names;
        seen.set(container, names.add(name));
        return names.size === size;
      };
      return variablesAt(service)
        .map((variable) => ({ variable, again: isAgain(variable), both: hasTwoSources(variable) }))
        .filter(({ again, both }) => again || both)
        .flatMap(({ variable: { name, path }, again, both }) => [
          ...(again ? [violation(service, `${path}: "${name}" stands twice`)] : []),
          ...(both ? [violation(service, `${path}: "${name}" has a value and a secret`)] : []),
        ]);
    }),
};

/** A certificate is public and has line breaks by nature. */
const isCertificate = (text: string): boolean => text.startsWith("-----BEGIN CERTIFICATE-----");

const controlCharacters: Rule = {
  id: "env-control-character",
  kind: "down",
  severity: "high",
  title: "No control character in a variable",
  why: "A service id with a newline at its end failed every service-to-service call (incident 18).",
  fix: "remove it, most often a line break at the end",
  check: (estate) =>
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    variablesLike(estate, (_, text) => /[\x00-\x1f\x7f]/.test(text) && !isCertificate(text)).map(
      ({ service, name, path }) => violation(service, `${path}: "${name}" holds a control character`),
    ),
};

const required: Rule = {
  id: "env-required",
  kind: "down",
  severity: "critical",
  title: "A service has every variable of the environment contract, as text or as a secret",
  why: "A service deployed without its variables answered 503 until someone found the 19 that were missing (incident 8).",
  fix: "declare it (environments/variables.ts computes it from the spec)",
  check: perSpecifiedService((service, { contract, environment }) => {
    const variables = variablesAt(service);
    return contract
      .filter(({ services }) => services.includes(nameOf(service)))
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
function hardenedValue(
  row: ContractRow,
  service: string,
  text: string,
): { needed: string; holds: boolean } | undefined {
  const exact = row.valueOn?.[service] ?? row.value;
  if (exact !== undefined) return { needed: exact, holds: text === exact };
  const least = row.atLeastOn?.[service];
  return least === undefined
    ? undefined
    : { needed: `${least} or more`, holds: /^\d+$/.test(text) && Number(text) >= least };
}

const hardened: Rule = {
  id: "env-hardened-value",
  kind: "house",
  severity: "high",
  title: "The variables that the plan fixes have the plan's values",
  why: "Handshake and ping times, pool and cache limits are what the remediation plan hardened; a changed one brings its incident back.",
  fix: "restore it, or change environments/contract.ts with a reason",
  check: perSpecifiedService((service, { contract }) =>
    variablesAt(service).flatMap(({ name, path, text, isUnknown, secret }) => {
      const row = contract.find(({ variable, services }) => variable === name && services.includes(nameOf(service)));
      // A secret where text is needed is env-required's to name.
      if (!row || secret !== undefined) return [];
      const judged = hardenedValue(row, nameOf(service), text ?? "");
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

const hosts: Rule = {
  id: "env-url-hosts",
  kind: "down",
  severity: "high",
  title: "Hosts in variables are routed hosts",
  why: "A wrong authentication URL and a host that no one routes were found by failing tests (incidents 18 and 19).",
  fix: "take it from the host table, or route the host",
  check: perSpecifiedService((service, { environment }) => {
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

const cors: Rule = {
  id: "env-cors-origins",
  kind: "down",
  severity: "medium",
  title: "CORS allows exactly the hosts that serve pages",
  why: "An origin that is missing breaks the pages of that host; one too many lets another site call with a user's session.",
  fix: "let the host table fill it",
  check: perSpecifiedService((service, { environment }) => {
    const wanted = [...browserOrigins(environment)].sort().join(",");
    return (
      variablesAt(service)
        .filter(({ name, text }) => name === "CORS_ALLOWED_ORIGINS" && text !== undefined)
        // A host that is not routed is env-url-hosts' to name.
        .filter(({ text = "" }) => urlHosts(text).every((host) => routedHosts(environment).includes(host)))
        .filter(({ text = "" }) => text.split(",").sort().join(",") !== wanted)
        .map(({ path }) => violation(service, `${path}: "CORS_ALLOWED_ORIGINS" is not the list ${wanted}`))
    );
  }),
};

const agreement: Rule = {
  id: "env-environment-agrees",
  kind: "house",
  severity: "critical",
  title: "Environment name, project and variables agree",
  why: "A deploy script that wrote ENVIRONMENT=staging whatever the project would have opened every bypass in production (incident 25).",
  fix: "let the spec fill it",
  check: perSpecifiedService((service, { environment }) => {
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

export const variableRules: readonly Rule[] = [
  reserved,
  buildTime,
  unique,
  controlCharacters,
  required,
  hardened,
  hosts,
  cors,
  agreement,
];
