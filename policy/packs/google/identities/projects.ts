import { apiOf } from "../../../../google/apis";
import { UNKNOWN, textAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource, isOneOf, judgeValue } from "../../../core/judge";
import { repeatsOf } from "../../../core/repeats";
import { milder, violation, type Rule } from "../../../core/rule";
import type { Estate } from "../../../core/estate";

const defaultNetwork: Rule = {
  id: "project-default-network",
  kind: "exposed",
  severity: "medium",
  title: "A new project has no default network",
  why: "Google makes one with subnets in every region and rules that let SSH and RDP in from the internet, and no plan shows them.",
  fix: "set auto_create_network to false",
  source: "https://cloud.google.com/vpc/docs/vpc#default-network",
  check: forEveryResource("google_project", (project) =>
    judgeValue(project, "auto_create_network", isOneOf(false), "false"),
  ),
};

const dnssec: Rule = {
  id: "dns-dnssec",
  kind: "exposed",
  severity: "medium",
  title: "A public zone is signed",
  why: "Without DNSSEC a forged answer leads the users of the name elsewhere, and nothing notices.",
  fix: "set dnssec_config.state to on, and give the key to the registrar",
  source: "https://cloud.google.com/dns/docs/dnssec",
  check: forEveryResource("google_dns_managed_zone", (zone) =>
    ["private", "PRIVATE"].includes(textAt(zone, "visibility") ?? "") ||
    valueAt(zone, "forwarding_config[0]") !== undefined
      ? []
      : judgeValue(zone, "dnssec_config[0].state", isOneOf("on", "transfer"), '"on"'),
  ),
};

const SERVICE = "google_project_service";

/** APIs that the estate switches on in a project; undefined where it leaves that to others, or a part of them is unknown. */
function enabledApis(estate: Estate, project: string | undefined): ReadonlySet<string> | undefined {
  const services = estate.ofType(SERVICE).filter((service) => {
    const own = textAt(service, "project");
    // What does not say its project, or is known later, may be of any.
    return own === undefined || project === undefined || own === project;
  });
  const names = services.map((service) => textAt(service, "service"));
  return names.length === 0 || names.includes(undefined) ? undefined : new Set(names.flatMap((name) => name ?? []));
}

/** APIs that are on in every new project, or that switching on others needs anyway. */
export const ALWAYS_ON = new Set(
  ["cloudresourcemanager", "iam", "serviceusage", "storage", "monitoring", "logging"].map(
    (name) => `${name}.googleapis.com`,
  ),
);

/** Whether the project itself is new: then nothing has switched on an API in it before. */
const isNewProject = (estate: Estate, resource: Resource): boolean =>
  estate.ofType("google_project").some((project) => {
    const id = textAt(project, "project_id");
    return project.isNew === true && id !== undefined && id === textAt(resource, "project");
  });

const apis: Rule = {
  id: "api-not-enabled",
  kind: "refused",
  severity: "high",
  title: "Where APIs are switched on here, that of each new resource is among them",
  why: "Google answers SERVICE_DISABLED for a resource of an API that is off, and the apply stops there.",
  fix: "add a google_project_service of that API, and let the resource depend on it",
  source: "https://cloud.google.com/service-usage/docs/enable-disable",
  check: (estate) => {
    if (estate.ofType(SERVICE).length === 0) return [];
    const byProject = new Map<string | undefined, ReadonlySet<string> | undefined>();
    const enabledIn = (project: string | undefined): ReadonlySet<string> | undefined => {
      if (!byProject.has(project)) byProject.set(project, enabledApis(estate, project));
      return byProject.get(project);
    };
    const seen = new Set<string>();
    return estate.resources.flatMap((resource) => {
      const api = resource.isNew ? apiOf(resource.type) : undefined;
      const enabled = api === undefined ? undefined : enabledIn(textAt(resource, "project"));
      if (api === undefined || !enabled || enabled.has(api) || ALWAYS_ON.has(api) || seen.has(api)) return [];
      seen.add(api);
      const found = [violation(resource, `${api}: needed and not among the APIs that are switched on here`)];
      // In a project that is there already somebody else may have done it.
      return isNewProject(estate, resource) ? found : milder("medium", found);
    });
  },
};

const dependents: Rule = {
  id: "api-disables-dependents",
  kind: "down",
  severity: "medium",
  title: "An API that is taken out of the code stays on where others need it",
  why: "With its resource the API goes off in the whole project, and with it each that depends on it: what other teams run stops.",
  fix: "remove disable_dependent_services and disable_on_destroy, or set them to false",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_service",
  check: forEveryResource(SERVICE, (service) => [
    ...judgeValue(service, "disable_dependent_services", (disables) => disables !== true, "false"),
    ...(valueAt(service, "disable_dependent_services") === true
      ? []
      : milder(
          "low",
          judgeValue(service, "disable_on_destroy", (disables) => disables !== true, "false"),
        )),
  ]),
};

/** The API that a resource switches on, in its project; undefined where a part of that is known only after apply. */
function projectApi(service: Resource): string | undefined {
  const name = textAt(service, "service");
  return name === undefined || valueAt(service, "project") === UNKNOWN
    ? undefined
    : `${textAt(service, "project") ?? ""} ${name}`;
}

const once: Rule = {
  id: "api-declared-once",
  kind: "down",
  severity: "low",
  title: "One resource switches an API on",
  why: "Google has it once: who removes one of the two may switch it off for what the other one is there for.",
  fix: "remove one of the two from the code and from the state: terraform state rm",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_service",
  check: (estate) =>
    repeatsOf(estate.ofType(SERVICE), projectApi).map(({ resource, first }) =>
      violation(resource, `service: the API of ${first.address} again found, one of them allowed`),
    ),
};

/** What a project is made with, and what it may do. */
export const projectRules: readonly Rule[] = [defaultNetwork, dnssec, apis, dependents, once];
