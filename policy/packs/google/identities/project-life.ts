import { apiOf } from "../../../../google/apis";
import { forEveryResource } from "../../../core/judge";
import { UNKNOWN, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";
import { ALWAYS_ON } from "./projects";

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

/** Whether a project can be filled, and is not emptied by mistake. */
export const projectLifeRules: readonly Rule[] = [projectDeletion, billing];
