import { notServed, type Refusal } from "./answer";

/**
 * What is answered where the sandbox itself is broken: 501, which no client retries, and not the death of the server.
 * It names the kind of exception and the place, never its text, which may quote what was sent.
 */
export function defect(error: unknown): Refusal {
  const [kind, stack] = error instanceof Error ? [error.name, error.stack ?? ""] : [typeof error, ""];
  const place = /^ {4}at (.+)$/m.exec(stack)?.[1] ?? "an unknown place";
  return notServed(`Sandbox defect: ${kind} at ${place}`);
}
