import { apiOf } from "../../google/apis";
import { imagePath, readImage, type RegistryImage } from "../../google/images";
import { isChange } from "./apply-progress";
import type { PlanJson } from "../../policy/core/plan";
import { fromPlan } from "../../policy/core/from-plan";
import { isValues, listAt, textAt, type Resource, type Value } from "../../policy/core/resource";

/**
 * What must be there before a stack is applied and is no resource of it: versions of secrets that people provide, images that
 * pipelines push, APIs, accounts that the bootstrap stack makes. Terraform finds out half-way, and leaves services behind.
 */

/** One thing that must be there. */
export type Need =
  | { readonly kind: "secret version"; readonly project: string; readonly secret: string; readonly version: string }
  | { readonly kind: "image"; readonly reference: string; readonly image: RegistryImage }
  | { readonly kind: "api"; readonly project: string; readonly service: string }
  | { readonly kind: "account"; readonly email: string };

/** A need, and the resources that have it. */
export interface NeededBy {
  readonly need: Need;
  readonly addresses: readonly string[];
}

/** A stack that a deploy is about to apply. */
export interface PendingStack {
  readonly name: string;
  /** Where it is applied to. */
  readonly project: string;
  /** What it declares, as it is synthesized. */
  readonly declared: readonly Resource[];
  /** Its plan; undefined where it cannot be planned yet: everything is about to be made then. */
  readonly plan: PlanJson | undefined;
}

const isMade = (actions: readonly string[]): boolean =>
  actions.some((action) => action === "create" || action === "update");

/** The resources that a stack is about to make or change. */
function actingResources({ declared, plan }: PendingStack): readonly Resource[] {
  if (plan === undefined) return declared;
  const acting = new Set(
    plan.resource_changes.filter((each) => isChange(each) && isMade(each.change.actions)).map(({ address }) => address),
  );
  return declared.filter(({ address }) => acting.has(address));
}

/** Whether a stack is about to create a resource that has such a text at a path. */
const willCreate = ({ declared, plan }: PendingStack, type: string, path: string, text: string): boolean =>
  declared.some(
    (resource) =>
      resource.type === type &&
      textAt(resource, path) === text &&
      (plan === undefined ||
        plan.resource_changes.some(
          ({ address, change }) => address === resource.address && change.actions.includes("create"),
        )),
  );

const TEMPLATES: Readonly<Record<string, string>> = {
  google_cloud_run_v2_service: "template[0]",
  google_cloud_run_v2_job: "template[0].template[0]",
};

const isText = (value: Value | undefined): value is string => typeof value === "string" && value !== "";

/** Secrets that a container reads at a version which the code names. One that Terraform makes is named by an expression. */
function secretNeeds(resource: Resource, template: string, project: string): readonly Need[] {
  return listAt(resource, `${template}.containers`).flatMap((_, container) =>
    listAt(resource, `${template}.containers[${container}].env`).flatMap((variable, index): Need[] => {
      const at = `${template}.containers[${container}].env[${index}].value_source[0].secret_key_ref[0]`;
      const [secret, version] = [textAt(resource, `${at}.secret`), textAt(resource, `${at}.version`)];
      if (!isValues(variable) || !isText(secret) || !isText(version)) return [];
      const [, own, name] = /^projects\/([^/]+)\/secrets\/([^/]+)$/.exec(secret) ?? [];
      return [{ kind: "secret version", project: own ?? project, secret: name ?? secret, version }];
    }),
  );
}

/** Images, as the plan has them: a pipeline may have delivered others than the code names. */
function imageNeeds(resource: Resource, template: string): readonly Need[] {
  return listAt(resource, `${template}.containers`).flatMap((_, container): Need[] => {
    const reference = textAt(resource, `${template}.containers[${container}].image`) ?? "";
    const image = readImage(reference);
    // Another registry cannot be asked.
    return image === undefined ? [] : [{ kind: "image", reference, image }];
  });
}

function accountNeeds(resource: Resource, template: string): readonly Need[] {
  const email = textAt(resource, `${template}.service_account`);
  return email === undefined ? [] : [{ kind: "account", email }];
}

/** What one resource needs. */
function needsOfResource(resource: Resource, planned: Resource | undefined, project: string): readonly Need[] {
  const service = apiOf(resource.type);
  const api: readonly Need[] = service === undefined ? [] : [{ kind: "api", project, service }];
  const template = TEMPLATES[resource.type];
  if (template === undefined) return api;
  return [
    ...api,
    ...secretNeeds(resource, template, project),
    ...imageNeeds(planned ?? resource, template),
    ...accountNeeds(resource, template),
  ];
}

/** Where Google is asked for a need, the email of an account: no two needs have the same. */
export function needPath(need: Need): string {
  switch (need.kind) {
    case "secret version":
      return `projects/${need.project}/secrets/${need.secret}/versions/${need.version}`;
    case "image":
      return imagePath(need.image);
    case "api":
      return `projects/${need.project}/services/${need.service}`;
    case "account":
      return need.email;
  }
}

/** What a stack is about to need, each thing once. */
export function needsOf(stack: PendingStack): readonly NeededBy[] {
  const planned = new Map(
    (stack.plan === undefined ? [] : fromPlan(stack.name, stack.plan)).map((each) => [each.address, each]),
  );
  const needs = new Map<string, { readonly need: Need; readonly addresses: string[] }>();
  for (const resource of actingResources(stack)) {
    for (const need of needsOfResource(resource, planned.get(resource.address), stack.project)) {
      const key = needPath(need);
      const known = needs.get(key) ?? { need, addresses: [] };
      if (!known.addresses.includes(resource.address)) known.addresses.push(resource.address);
      needs.set(key, known);
    }
  }
  return [...needs.values()];
}

/**
 * The stack that makes what a need stands in, so that nobody can give it before: the secret of a version, the repository of
 * an image. An API that a stack switches on is no need at all behind it.
 *
 * @param before - the stacks that are applied first, and the stack itself
 */
export function makerOf(need: Need, before: readonly PendingStack[]): PendingStack | undefined {
  switch (need.kind) {
    case "secret version":
      return before.find((stack) => willCreate(stack, "google_secret_manager_secret", "secret_id", need.secret));
    case "image":
      return before.find((stack) =>
        willCreate(stack, "google_artifact_registry_repository", "repository_id", need.image.repository),
      );
    default:
      return undefined;
  }
}

/** Whether a stack of these switches an API on, now or earlier. */
export const isSwitchedOn = (need: Need, stacks: readonly PendingStack[]): boolean =>
  need.kind === "api" &&
  stacks.some(({ declared }) =>
    declared.some(
      (resource) => resource.type === "google_project_service" && textAt(resource, "service") === need.service,
    ),
  );
