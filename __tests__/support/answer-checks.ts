import type { Answer } from "../../sandbox/core/answer";
import { Handler, type Handled, type Incoming } from "../../sandbox/core/handle";
import { isObject, type Json } from "../../sandbox/core/json";
import { answerDeviations } from "./answer-deviations";
import { isKnownDeviation, isKnownRefusal } from "./known-deviations";

/** What is told of the sandboxes of this process. */
interface Watched {
  /** Whether a request that the gate refuses is told too: tests of the gate send nothing else. */
  readonly refusals: boolean;
}

/**
 * Holds every answer of the sandboxes in this process against Google's discovery documents, from now on. Requests are
 * held against them by the sandbox itself; what it refuses as nothing that Google would read is told where wanted.
 *
 * @returns takes what was found since the last time, one line each, with the request
 */
export function watchAnswers({ refusals }: Watched): () => readonly string[] {
  const found = new Set<string>();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its handler below
  const answerIncoming = Handler.prototype.answerIncoming;
  Handler.prototype.answerIncoming = function (store, incoming) {
    const handled = answerIncoming.call(this, store, incoming);
    for (const line of [...answerLines(incoming, handled), ...(refusals ? refusalLines(incoming, handled) : [])]) {
      found.add(line);
    }
    return handled;
  };
  return () => {
    const lines = [...found].sort();
    found.clear();
    return lines;
  };
}

const requestText = ({ method, path }: Incoming): string => `${method} ${path}`;

function answerLines(incoming: Incoming, { answer, schema }: Handled): readonly string[] {
  if (schema === undefined || answer.code > 299) return [];
  return answerDeviations(schema, answer.body)
    .filter((deviation) => !isKnownDeviation(deviation))
    .map(({ method, member, problem }) => `${requestText(incoming)}: answer of ${method}: ${member}: ${problem}`);
}

/** A request that comes to no method is refused before the rules of its API are asked. */
function refusalLines(incoming: Incoming, { answer, schema, isServed }: Handled): readonly string[] {
  if (!isServed || schema !== undefined || answer.code !== 400) return [];
  const line = `${requestText(incoming)}: refused: ${errorMessage(answer)}`;
  return isKnownRefusal(line) ? [] : [line];
}

function errorMessage({ body }: Answer): string {
  const error: Json | undefined = isObject(body) ? body.error : undefined;
  return isObject(error) && typeof error.message === "string" ? error.message : "without a message";
}
