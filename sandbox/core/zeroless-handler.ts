import { withoutZeros } from "../schema/zeros";
import { Handler, type Handled, type Incoming } from "./handle";
import type { Store } from "./store";

/** Answers as its base does, without what Google leaves out: `google/discovery/presence.ts`. */
export class ZerolessHandler extends Handler {
  override answerIncoming(store: Store, incoming: Incoming): Handled {
    const handled = super.answerIncoming(store, incoming);
    const { answer, schema } = handled;
    const body = schema === undefined || answer.code > 299 ? undefined : withoutZeros(schema, answer.body);
    return body === undefined ? handled : { ...handled, answer: { ...answer, body } };
  }
}
