import { forEveryResource } from "../../../core/judge";
import { UNKNOWN, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";

const TRIGGER = "google_cloudbuild_trigger";

const isSet = (value: unknown): boolean => value !== undefined && value !== "";

const logs: Rule = {
  id: "build-logs",
  kind: "down",
  severity: "medium",
  title: "A build that runs as an account of its own says where its logs go",
  why: "Cloud Build refuses to start such a build: its usual bucket is not the account's.",
  fix: "set build.options.logging to CLOUD_LOGGING_ONLY, or build.logs_bucket",
  source:
    "https://cloud.google.com/build/docs/securing-builds/configure-user-specified-service-accounts#setting_up_build_logs",
  check: forEveryResource(TRIGGER, (trigger) => {
    // A build that stands in a file says it there.
    if (!isSet(valueAt(trigger, "service_account")) || valueAt(trigger, "build[0]") === undefined) return [];
    const [logging, bucket, behaviour] = [
      "build[0].options[0].logging",
      "build[0].logs_bucket",
      "build[0].options[0].default_logs_bucket_behavior",
    ].map((path) => valueAt(trigger, path));
    if ([logging, bucket, behaviour].includes(UNKNOWN)) return [unknown(trigger, "build[0].options[0].logging")];
    const isSaid = isSet(bucket) || isSet(behaviour) || logging === "CLOUD_LOGGING_ONLY" || logging === "NONE";
    return isSaid
      ? []
      : [violation(trigger, "build[0].options[0].logging: nothing found, CLOUD_LOGGING_ONLY or a bucket needed")];
  }),
};

/** Where a trigger tells which pull requests start it. */
const PULLS = ["github[0].pull_request[0]", "repository_event_config[0].pull_request[0]"];

const strangers: Rule = {
  id: "build-pull-request",
  kind: "exposed",
  severity: "medium",
  title: "A stranger's pull request is built when somebody of the team says so",
  why: "A pull request brings its own build steps: whoever opens one runs them as the account of the trigger.",
  fix: "set comment_control to COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY",
  source: "https://cloud.google.com/build/docs/automating-builds/github/build-repos-from-github",
  check: forEveryResource(TRIGGER, (trigger) =>
    PULLS.flatMap((path): readonly Verdict[] => {
      if (valueAt(trigger, path) === undefined) return [];
      const control = valueAt(trigger, `${path}.comment_control`);
      if (control === UNKNOWN) return [unknown(trigger, `${path}.comment_control`)];
      return control === undefined || control === "" || control === "COMMENTS_DISABLED"
        ? [
            violation(
              trigger,
              `${path}.comment_control: none found, COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY allowed`,
            ),
          ]
        : [];
    }),
  ),
};

/** Where a trigger tells which branches start it. */
const BRANCHES = [
  "github[0].push[0].branch",
  "repository_event_config[0].push[0].branch",
  "trigger_template[0].branch_name",
];

/** An expression that matches whatever a branch is called. */
const EVERY = /^\^?(\.[*+]|\(\.[*+]\))\$?$/;

const branches: Rule = {
  id: "build-any-branch",
  kind: "exposed",
  severity: "medium",
  title: "The branches that start a build are named",
  why: "Whoever may push any branch runs a build as the account of the trigger, without a review, and may deploy by it.",
  fix: "name the branch: ^main$; give other branches a trigger whose account may only test",
  source: "https://cloud.google.com/build/docs/automating-builds/create-manage-triggers",
  check: forEveryResource(TRIGGER, (trigger) =>
    BRANCHES.flatMap((path): readonly Verdict[] => {
      if (valueAt(trigger, path) === UNKNOWN) return [unknown(trigger, path)];
      const branch = textAt(trigger, path);
      return branch !== undefined && EVERY.test(branch)
        ? [violation(trigger, `${path}: "${branch}" found, the name of a branch allowed`)]
        : [];
    }),
  ),
};

/** Where something takes its code from Cloud Source Repositories; the type of a repository is one itself. */
const SOURCES: readonly (readonly [type: string, path: string])[] = [
  ["google_sourcerepo_repository", "name"],
  ["google_cloudfunctions_function", "source_repository[0]"],
  ["google_cloudfunctions2_function", "build_config[0].source[0].repo_source[0]"],
  [TRIGGER, "trigger_template[0]"],
];

const sourceRepository: Rule = {
  id: "source-repository-closed",
  kind: "refused",
  severity: "medium",
  title: "Code comes from a host that takes it",
  why: "Cloud Source Repositories takes no new customers since June 2024: where the organization had none, Google refuses the repository.",
  fix: "connect GitHub, GitLab or Secure Source Manager, and use repository_event_config",
  source: "https://cloud.google.com/source-repositories/docs/release-notes",
  check: (estate) =>
    SOURCES.flatMap(([type, path]) =>
      forEveryResource(type, (resource) =>
        valueAt(resource, path) === undefined
          ? []
          : [violation(resource, `${path}: a repository of Cloud Source Repositories found, another host allowed`)],
      )(estate),
    ),
};

/** Who starts a build, and from where. */
export const buildRules: readonly Rule[] = [logs, strangers, branches, sourceRepository];
