import { Handler } from "../../sandbox/core/handle";
import { isKnownDeviation } from "./known-deviations";
import { answerDeviations } from "./answer-deviations";

/**
 * Importing this file holds every answer of a sandbox in the same process against Google's discovery documents, and ends
 * the test file with what deviates. Requests are held against them by the sandbox itself.
 */

const found = new Set<string>();

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its handler below
const answerIncoming = Handler.prototype.answerIncoming;

Handler.prototype.answerIncoming = function (store, incoming) {
  const handled = answerIncoming.call(this, store, incoming);
  const { answer, schema } = handled;
  if (schema !== undefined && answer.code < 300) {
    for (const deviation of answerDeviations(schema, answer.body)) {
      if (!isKnownDeviation(deviation)) found.add(`${deviation.method}: ${deviation.member}: ${deviation.problem}`);
    }
  }
  return handled;
};

afterAll(() => expect([...found].sort()).toEqual([]));
