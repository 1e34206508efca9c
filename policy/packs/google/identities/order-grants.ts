import { apiOf } from "../../../../google/apis";
import type { Estate } from "../../../core/estate";
import { textAt, type Resource } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { notifications, receivers, sinks, storageGrants, storageTriggers } from "./agent-rights";
import type { Grant } from "./grants";
import { encrypted } from "./key-agents";
import { waitsFor } from "../order";
import { ALWAYS_ON } from "./projects";
import { accountOf, readingGrants, secretMounts } from "../secrets/secret-access";

const SERVICE = "google_project_service";

/** Whether two resources are in one project, as far as they say. */
const isSameProject = (one: Resource, other: Resource): boolean => {
  const [project, otherProject] = [textAt(one, "project"), textAt(other, "project")];
  return project === undefined || otherProject === undefined || project === otherProject;
};

const apiFirst: Rule = {
  id: "api-order",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "What needs an API waits until it is on",
  why: "Terraform makes both at once: Google answers SERVICE_DISABLED, and the first apply into a new project stops half-way.",
  fix: "name the google_project_service in depends_on of the resource, or of the module around it",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_service",
  check: (estate) =>
    estate.ofType(SERVICE).flatMap((service) => {
      const api = textAt(service, "service");
      if (!service.isNew || api === undefined || ALWAYS_ON.has(api)) return [];
      const early = estate.resources.filter(
        (resource) =>
          resource.isNew &&
          apiOf(resource.type) === api &&
          isSameProject(resource, service) &&
          !waitsFor(estate, resource, service),
      );
      const [first, ...others] = early;
      const more = others.length > 0 ? ` and ${others.length} more` : "";
      return first
        ? [
            violation(
              service,
              `service: ${first.address}${more} of ${api} found, without waiting for it; an order needed`,
            ),
          ]
        : [];
    }),
};

/** Whether grants stand in the plan, and something new waits for none of them. */
const comesBefore = (estate: Estate, resource: Resource, grants: readonly Grant[]): boolean =>
  resource.isNew === true &&
  grants.length > 0 &&
  grants.every(({ resource: grant }) => grant.isNew && !waitsFor(estate, resource, grant));

const secretGrantFirst: Rule = {
  id: "secret-grant-order",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "A service waits for the right to read the secret that it mounts",
  why: "Cloud Run looks whether its account may read the secret: where the service comes before the grant it is refused, and the apply stops half-way.",
  fix: "name the grant in depends_on of the service",
  source: "https://cloud.google.com/run/docs/configuring/services/secrets#access-secret",
  check: (estate) => {
    const seen = new Set<Resource>();
    return secretMounts(estate).flatMap(({ service, name, at, named }) => {
      const account = seen.has(service) ? undefined : accountOf(estate, service);
      const grants = account ? readingGrants(estate, account, named) : [];
      if (!comesBefore(estate, service, grants)) return [];
      seen.add(service);
      return [
        violation(service, `${at}: "${name}" does not wait for ${grants[0]?.resource.address ?? ""}, an order needed`),
      ];
    });
  },
};

/** What Google checks rights for when it is made, and the grants that give them. */
const needs = (estate: Estate): readonly (readonly [resource: Resource, grants: readonly Grant[]])[] => [
  ...storageTriggers(estate).map(({ resource }) => [resource, storageGrants(estate)] as const),
  ...receivers(estate).map(({ trigger, grants }) => [trigger.resource, grants] as const),
  ...notifications(estate).map(({ resource, grants }) => [resource, grants] as const),
  ...sinks(estate).map(({ subscription, grants }) => [subscription, grants] as const),
  ...encrypted(estate).map(({ resource, grants }) => [resource, grants] as const),
];

const grantFirst: Rule = {
  id: "grant-order",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "What needs a right when it is made waits for the grant",
  why: "Terraform makes both at once: where the grant comes second Google refuses the trigger, the subscription or what is encrypted, and the apply stops half-way.",
  fix: "name the grant in depends_on",
  source: "https://developer.hashicorp.com/terraform/language/resources/behavior#resource-dependencies",
  check: (estate) => {
    const early = needs(estate).filter(([resource, grants]) => comesBefore(estate, resource, grants));
    return [...new Map(early)].map(([resource, [grant]]) =>
      violation(resource, `does not wait for ${grant?.resource.address ?? ""}, an order needed`),
    );
  },
};

/** Whether APIs are on, and rights given, before something needs them. */
export const grantOrderRules: readonly Rule[] = [apiFirst, secretGrantFirst, grantFirst];
