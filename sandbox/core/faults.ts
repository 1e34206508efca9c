import { refusal, refusalAnswer, type Answer } from "./answer";
import { asObject, isObject } from "./json";
import { failOperation, isOperation } from "./operations";

/** What goes wrong with a request: a status, a delay, a connection that ends, an operation that fails. */
export type Harm =
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "latency"; readonly milliseconds: number }
  | { readonly kind: "drop" }
  | { readonly kind: "operation"; readonly code: number; readonly message: string };

/** A fault that waits for its request. */
export interface Fault {
  /** Method of the request; any where it is absent. */
  readonly method?: string;
  /** Text that the path must contain. */
  readonly path: string;
  /** The n-th such request from now on, counted from 1. */
  readonly nth: number;
  /** How many requests in a row it hits, from the n-th on. */
  readonly times: number;
  readonly harm: Harm;
}

/** The faults that were ordered, and how many requests each has seen. */
export class Faults {
  private ordered: { readonly fault: Fault; seen: number }[] = [];

  /** Orders a fault. */
  add(fault: Fault): void {
    this.ordered.push({ fault, seen: 0 });
  }

  /** Forgets all faults. */
  clear(): void {
    this.ordered = [];
  }

  /** Ordered faults, each with the number of requests that it has seen. */
  list(): readonly { readonly fault: Fault; readonly seen: number }[] {
    return this.ordered.map(({ fault, seen }) => ({ fault, seen }));
  }

  /** Counts a request for every fault, and returns the harm of the first fault that is due. */
  nextHarm(method: string, path: string): Harm | undefined {
    const due = this.ordered.filter((entry) => {
      const { fault } = entry;
      if (!path.includes(fault.path) || (fault.method !== undefined && fault.method !== method)) return false;
      entry.seen += 1;
      return entry.seen >= fault.nth && entry.seen < fault.nth + fault.times;
    });
    return due[0]?.fault.harm;
  }
}

/** The answer of a fault of kind "status". */
export const faultyAnswer = (status: number): Answer =>
  refusalAnswer(refusal(status, "UNKNOWN", "sandboxFault", `The sandbox was told to answer ${status}.`));

/** The answer with its operation failed; an answer that is not an operation stays as it is. */
export function withFailedOperation(answer: Answer, code: number, message: string): Answer {
  return isObject(answer.body) && isOperation(answer.body)
    ? { ...answer, body: failOperation(asObject(answer.body), { code, message }) }
    : answer;
}
