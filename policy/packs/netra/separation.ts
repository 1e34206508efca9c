import type { Resource, StackSettings } from "../../core/resource";
import { judgeValue, isOneOf } from "../../core/judge";
import type { SpecRule } from "../../core/rule";

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

export const separationRules: readonly SpecRule[] = [stackProject, resourceProject];
