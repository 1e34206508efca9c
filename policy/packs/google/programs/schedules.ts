import type { Estate } from "../../../core/estate";
import { forEveryResource } from "../../../core/judge";
import { UNKNOWN, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";
import { calledBy, isOpenToAll } from "./caller-rights";
import { SCHEDULE } from "./callers";
import { RUN_JOB } from "./workloads";

const HTTP = "http_target[0]";
const URI = `${HTTP}.uri`;
const WORKFLOW = "google_workflows_workflow";

/** What is called by an address of its own, and not by a method of a Google API. */
const servicesOf = (estate: Estate, job: Resource): readonly Resource[] =>
  calledBy(estate, job, URI).filter(({ type }) => type !== RUN_JOB && type !== WORKFLOW);

/** The kind of token that a schedule sends; undefined where it sends none, or that is not known. */
function tokenOf(job: Resource): "oidc_token" | "oauth_token" | typeof UNKNOWN | undefined {
  for (const kind of ["oidc_token", "oauth_token"] as const) {
    const block = valueAt(job, `${HTTP}.${kind}`);
    if (block === UNKNOWN) return UNKNOWN;
    if (Array.isArray(block) && block.length > 0) return kind;
  }
  return undefined;
}

/** A method of one of Google's APIs, such as the one that runs a job. */
const isApi = (uri: string): boolean => /^https:\/\/[\w.-]+\.googleapis\.com\//.test(uri);
const isService = (uri: string): boolean => /^https:\/\/[\w.-]+\.(run\.app|cloudfunctions\.net)(\/|$)/.test(uri);

const tokenKind: Rule = {
  id: "schedule-token",
  kind: "down",
  severity: "high",
  title: "A schedule sends the token that what it calls understands",
  why: "Google's APIs take an OAuth token, services and functions an OpenID Connect one: the other kind is answered with 401 at every run.",
  fix: "use oauth_token for *.googleapis.com, and oidc_token for a service or a function",
  source: "https://cloud.google.com/scheduler/docs/http-target-auth",
  check: (estate) =>
    forEveryResource(SCHEDULE, (job) => {
      const kind = tokenOf(job);
      const uri = textAt(job, URI);
      if (kind === undefined || valueAt(job, HTTP) === undefined) return [];
      if (kind === UNKNOWN) return [unknown(job, `${HTTP}.oidc_token`)];
      const called = calledBy(estate, job, URI);
      const toApi = uri === undefined ? called.some(({ type }) => type === RUN_JOB || type === WORKFLOW) : isApi(uri);
      const toService = uri === undefined ? servicesOf(estate, job).length > 0 && !toApi : isService(uri);
      if (kind === "oidc_token" && toApi) {
        return [violation(job, `${HTTP}.oidc_token: found for one of Google's APIs, oauth_token allowed`)];
      }
      return kind === "oauth_token" && toService
        ? [violation(job, `${HTTP}.oauth_token: found for a service or a function, oidc_token allowed`)]
        : [];
    })(estate),
};

const unsigned: Rule = {
  id: "schedule-unsigned",
  kind: "down",
  severity: "medium",
  title: "A schedule signs in at the private service that it calls",
  why: "Without a token Cloud Run answers each call with 403, or somebody opens the service to everyone to make it work.",
  fix: "add oidc_token with an account that may invoke the service",
  source: "https://cloud.google.com/scheduler/docs/http-target-auth",
  check: (estate) =>
    forEveryResource(SCHEDULE, (job) => {
      if (tokenOf(job) !== undefined) return [];
      const [closed] = calledBy(estate, job, URI).filter((target) => target.isNew && !isOpenToAll(estate, target));
      return closed ? [violation(job, `${HTTP}: no token found for ${closed.address}, oidc_token needed`)] : [];
    })(estate),
};

/** A field of a time table: a star, or numbers, names and ranges, with a step. */
const FIELD = /^(\*|[\w-]+(,[\w-]+)*)(\/\d+)?(,(\*|[\w-]+)(\/\d+)?)*$/;

const form: Rule = {
  id: "schedule-form",
  kind: "refused",
  severity: "high",
  title: "A schedule has five fields",
  why: "Cloud Scheduler knows minutes, hours, days, months and weekdays: a sixth field for seconds is refused at apply.",
  fix: 'write it as unix-cron, "0 9 * * 1" for instance, or as "every 5 minutes"',
  source: "https://cloud.google.com/scheduler/docs/configuring/cron-job-schedules",
  check: forEveryResource(SCHEDULE, (job) => {
    if (valueAt(job, "schedule") === UNKNOWN) return [unknown(job, "schedule")];
    const text = (textAt(job, "schedule") ?? "").trim();
    if (text === "" || /^(every|\d+(st|nd|rd|th)|first|second|third|fourth|fifth|last)\b/i.test(text)) return [];
    const fields = text.split(/\s+/);
    // Where it is written in words App Engine's language has more than can be told apart here.
    if (!fields.every((field) => FIELD.test(field)) || fields.length < 3) return [];
    return fields.length === 5 ? [] : [violation(job, `schedule: ${fields.length} fields found, 5 allowed`)];
  }),
};

/** Whether a schedule comes to what it is to start. */
export const scheduleRules: readonly Rule[] = [tokenKind, unsigned, form];
