import { stateBucketName } from "../../../environments/names";
import type { Resource, StackSettings } from "../../core/resource";
import { judgeValue, isOneOf } from "../../core/judge";
import { violation, type SpecRule } from "../../core/rule";
import { backendOf } from "../google/stores/state";

/** A stack's provider in the form of a resource, so that it is judged and named like one. */
const providerOf = ({ name, provider }: StackSettings): Resource => ({
  stack: name,
  address: "provider.google",
  type: "provider",
  values: provider,
  references: new Map(),
});

const stackProject: SpecRule = {
  id: "stack-project",
  kind: "house",
  severity: "critical",
  title: "Every stack is applied to its environment's own project and region",
  why: "A deployment of one environment into another's project is how production breaks while everyone looks at staging (incident 25).",
  fix: "take project and region from the environment file",
  check: ({ stacks }, { environment: { project, region } }) =>
    stacks
      .map(providerOf)
      .flatMap((provider) => [
        ...judgeValue(provider, "project", isOneOf(project), project),
        ...judgeValue(provider, "region", isOneOf(region), region),
      ]),
};

const resourceProject: SpecRule = {
  id: "resource-project",
  kind: "house",
  severity: "critical",
  title: "No resource names another project than its environment's",
  why: "The provider's project is only a default: one attribute is enough to change another environment.",
  fix: "remove project, or take it from the environment file",
  check: ({ resources }, { environment: { project } }) =>
    resources.flatMap((resource) => judgeValue(resource, "project", isOneOf(undefined, project), project)),
};

const stateBucket: SpecRule = {
  id: "state-remote-backend-declared",
  kind: "house",
  severity: "critical",
  title: "Every stack keeps its state in the environment's bucket",
  why: "State in another bucket escapes the versions and the access that we hold for ours; in another environment's bucket, two environments overwrite each other's state.",
  fix: "declare a gcs backend with the environment's bucket",
  yieldsTo: ["state-remote-backend"],
  check: ({ stacks }, { environment }) =>
    stacks.map(backendOf).flatMap((backend) => {
      if (backend.type !== "gcs") return [violation(backend, `"${backend.type}" found, "gcs" allowed`)];
      const bucket = stateBucketName(environment);
      return judgeValue(backend, "bucket", isOneOf(bucket), bucket);
    }),
};

/** What keeps environments apart: projects and states. */
export const separationRules: readonly SpecRule[] = [stackProject, resourceProject, stateBucket];
