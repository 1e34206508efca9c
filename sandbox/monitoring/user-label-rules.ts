import { invalidArgument, type Refusal } from "../core/answer";
import { asObject, asText, valueText } from "../core/json";

const MOST = 64;

/**
 * The rules of user labels on any resource of Monitoring
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies). The texts are ours.
 */
export function checkUserLabels(at: string, labels: unknown): Refusal | undefined {
  const entries = Object.entries(asObject(labels));
  if (entries.length > MOST)
    return invalidArgument(`${at}.user_labels: at most ${MOST} labels, found ${entries.length}.`);
  const wrong = entries.find(
    ([key, value]) => !/^[a-z][a-z0-9_-]{0,62}$/.test(key) || !/^[a-z0-9_-]{0,63}$/.test(asText(value)),
  );
  return wrong === undefined
    ? undefined
    : invalidArgument(
        `${at}.user_labels: lower case letters, digits, _ and -, at most 63, a letter first in a key; found ${wrong[0]}: ${valueText(wrong[1])}.`,
      );
}
