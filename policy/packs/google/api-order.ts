import { apiOf } from "../../../google/apis";
import { forEveryResource } from "../../core/judge";
import { UNKNOWN, textAt, valueAt } from "../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import { waitsFor } from "./order";
import { ALWAYS_ON } from "./projects";

const SERVICE = "google_project_service";

const apiFirst: Rule = {
  id: "api-order",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "What needs an API waits for what switches it on",
  why: "Terraform makes both at once: where the resource comes first Google answers SERVICE_DISABLED, and the first apply stops half-way.",
  fix: "name the google_project_service in depends_on, of the module where there is one",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_service",
  check: (estate) => {
    const made = estate.ofType(SERVICE).filter(({ isNew }) => isNew);
    const apis = new Set(made.map((service) => textAt(service, "service")));
    return [...apis].flatMap((api): readonly Verdict[] => {
      if (api === undefined || ALWAYS_ON.has(api)) return [];
      const services = made.filter((service) => textAt(service, "service") === api);
      const early = estate.resources.filter(
        (resource) =>
          resource.isNew &&
          apiOf(resource.type) === api &&
          !services.some((service) => waitsFor(estate, resource, service)),
      );
      const [first, ...others] = early;
      const more = others.length === 0 ? "" : `, as ${others.length} more of that API`;
      return first === undefined
        ? []
        : [violation(first, `depends_on: does not wait for ${services[0]?.address ?? ""}${more}, an order needed`)];
    });
  },
};

const projectDeletion: Rule = {
  id: "project-deletion-policy",
  kind: "lost",
  severity: "medium",
  title: "No plan deletes a project",
  why: "The provider stands in the way unless told otherwise: with DELETE a renamed resource, or a destroy in the wrong folder, takes everything in the project along.",
  fix: 'leave deletion_policy out, or set it to "PREVENT"',
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project",
  check: forEveryResource("google_project", (project) => {
    const policy = valueAt(project, "deletion_policy");
    if (policy === UNKNOWN) return [unknown(project, "deletion_policy")];
    return policy === "DELETE" ? [violation(project, 'deletion_policy: "DELETE" found, "PREVENT" allowed')] : [];
  }),
};

const billing: Rule = {
  id: "project-without-billing",
  kind: "refused",
  severity: "medium",
  title: "A new project that is filled has a billing account",
  why: "Google switches on no API that costs anything in a project without one: the apply stops at the first.",
  fix: "set billing_account",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project",
  check: (estate) => {
    const info = "google_billing_project_info";
    return estate
      .ofType("google_project")
      .filter(({ isNew }) => isNew)
      .filter((project) => {
        const id = textAt(project, "project_id");
        const isBilled = valueAt(project, "billing_account") !== undefined || estate.ofType(info).length > 0;
        return (
          !isBilled &&
          estate.resources.some((resource) => {
            const api = apiOf(resource.type);
            return api !== undefined && !ALWAYS_ON.has(api) && id !== undefined && textAt(resource, "project") === id;
          })
        );
      })
      .map((project) => violation(project, "billing_account: nothing found, an account needed"));
  },
};

/** In which order a project is filled, and whether it can be emptied. */
export const apiOrderRules: readonly Rule[] = [apiFirst, projectDeletion, billing];
