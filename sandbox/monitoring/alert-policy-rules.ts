import { ALERT_REFUSALS } from "../../google/alert-refusals";
import { firstRefusal, invalidArgument, notFound, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asObject, asText, durationSeconds, valueText, type JsonObject } from "../core/json";
import { pathByProjectId } from "../core/projects";
import { checkCondition } from "./alert-condition-rules";
import { checkUserLabels } from "./user-label-rules";

const COMBINERS = ["AND", "OR", "AND_WITH_MATCHING_RESOURCE"];
const MOST_CONDITIONS = 6;
const MOST_LINKS = 3;

/** Shortest and longest time until an incident without new data is closed, seconds. */
const [SOONEST_CLOSE, LATEST_CLOSE] = [1800, 604_800];

/** The rules of an alert policy; docs/sandbox.md says which texts are Google's. */
export const checkAlertPolicy = (draft: Draft): Refusal | undefined =>
  firstRefusal(CHECKS.map((check) => check(draft)));

function checkForm({ next }: Draft): Refusal | undefined {
  if (asText(next.displayName) === "") {
    return invalidArgument('Field alert_policy.display_name had an invalid value of "": must not be empty.');
  }
  // Another word is refused by the schema; this is one that is left out, or UNSPECIFIED.
  return COMBINERS.includes(asText(next.combiner))
    ? undefined
    : invalidArgument(
        `Field alert_policy.combiner had an invalid value of "${asText(next.combiner)}": must be one of ${COMBINERS.join(", ")}.`,
      );
}

function checkConditions(draft: Draft): Refusal | undefined {
  const conditions = asList(draft.next.conditions);
  if (conditions.length === 0 || conditions.length > MOST_CONDITIONS) {
    return invalidArgument(
      `Field alert_policy.conditions had an invalid value: between 1 and ${MOST_CONDITIONS} conditions, found ${conditions.length}.`,
    );
  }
  return firstRefusal(conditions.map((each, index) => checkCondition(draft, each, index)));
}

/** A condition on lines of the log stands alone and needs a rate limit; other conditions must not have one. */
function checkLogMatch({ next }: Draft): Refusal | undefined {
  const conditions = asList(next.conditions).map(asObject);
  const isLogMatch = conditions.some(({ conditionMatchedLog }) => conditionMatchedLog !== undefined);
  const { notificationRateLimit } = asObject(next.alertStrategy);
  if (!isLogMatch) {
    return notificationRateLimit === undefined
      ? undefined
      : invalidArgument(
          `Field alertStrategy.notificationRateLimit had an invalid value of "${valueText(notificationRateLimit)}": ${ALERT_REFUSALS.rateLimitOfMetric.text}`,
        );
  }
  if (conditions.length > 1) {
    return invalidArgument(ALERT_REFUSALS.logBesideOthers.text);
  }
  return notificationRateLimit === undefined
    ? invalidArgument(
        `Field alertStrategy.notificationRateLimit had an invalid value: ${ALERT_REFUSALS.logWithoutRateLimit.text}`,
      )
    : undefined;
}

function checkStrategy({ next }: Draft): Refusal | undefined {
  const { autoClose } = asObject(next.alertStrategy);
  const seconds = durationSeconds(autoClose);
  return autoClose === undefined || (seconds >= SOONEST_CLOSE && seconds <= LATEST_CLOSE)
    ? undefined
    : invalidArgument(
        `Field alert_policy.alert_strategy.auto_close had an invalid value of "${valueText(autoClose)}": must be between ${SOONEST_CLOSE}s and ${LATEST_CLOSE}s.`,
      );
}

/**
 * Limits of an alert's documentation
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#Documentation).
 */
function checkDocumentation({ next }: Draft): Refusal | undefined {
  const { content, subject, links } = asObject(next.documentation);
  if (Buffer.byteLength(asText(content)) > 10_240 || asText(content).length > 8192) {
    return invalidArgument("Field alert_policy.documentation.content: at most 8192 characters and 10240 bytes.");
  }
  if (asText(subject).length > 255)
    return invalidArgument("Field alert_policy.documentation.subject: at most 255 characters.");
  if (asList(links).length > MOST_LINKS) {
    return invalidArgument(
      `Field alert_policy.documentation.links: at most ${MOST_LINKS} links, found ${asList(links).length}.`,
    );
  }
  const wrong = asList(links)
    .map(asObject)
    .find((link) => !isLink(link));
  return wrong === undefined
    ? undefined
    : invalidArgument(
        `Field alert_policy.documentation.links: a URL of up to 2083 characters and a name of up to 63, found ${valueText(wrong)}.`,
      );
}

const isLink = ({ displayName, url }: JsonObject): boolean =>
  /^https?:\/\/\S+$/.test(asText(url)) && asText(url).length <= 2083 && asText(displayName).length <= 63;

/** A notification channel must exist; its name may hold the project's id or number. */
function checkChannels({ call: { store }, next }: Draft): Refusal | undefined {
  const names = asList(next.notificationChannels).map(asText);
  const malformed = names.find((name) => !/^projects\/[^/]+\/notificationChannels\/[^/]+$/.test(name));
  if (malformed !== undefined) {
    return invalidArgument(
      `Name must begin with 'projects/{project_id}/notificationChannels/{channel_id}', got: ${malformed}`,
    );
  }
  const absent = names.find((name) => store.get(`monitoring/${pathByProjectId(store, name)}`) === undefined);
  return absent === undefined ? undefined : notFound(`Notification channel not found: ${absent}`);
}

const CHECKS: readonly ((draft: Draft) => Refusal | undefined)[] = [
  checkForm,
  checkConditions,
  checkLogMatch,
  checkStrategy,
  checkDocumentation,
  ({ next }) => checkUserLabels("alert_policy", next.userLabels),
  checkChannels,
];
