import { fillFailureText, findFailure } from "../../google/failures";
import { failureStatus } from "../../google/failures/status";
import { firstOf, oneLine } from "../../report/text";
import { errorClass } from "./error-class";
import type { FailureContext } from "./failure-context";
import { failureStep } from "./failure-steps";
import type { Diagnostic } from "./terraform-output";

/** Addresses of one cause that are named; the rest is counted. */
const MOST_NAMED = 30;

/** What people see of an error: its kind and status, its cause where that is known, and what to do. */
interface Cause {
  readonly title: string;
  readonly more: readonly string[];
}

function causeOf({ summary, detail, address = "" }: Diagnostic, { project }: FailureContext): Cause {
  const text = `${summary}\n${detail}`;
  const status = failureStatus(text);
  const kind = `${errorClass(summary, address)}${status === undefined ? "" : ` (${status})`}`;
  const known = findFailure(text);
  if (known === undefined) return { title: `${kind}: no error that is known here`, more: [] };
  const parts = { ...known.parts, project };
  const step = failureStep(known.id);
  return {
    title: `${kind}: ${fillFailureText(known.row.title, parts)}`,
    more: [
      known.row.meaning,
      `to do: ${fillFailureText(known.row.remedy, parts)}`,
      ...(step === undefined ? [] : [`here: ${step}`]),
    ],
  };
}

/**
 * The lines that say why a call failed: one group of lines a cause, with the addresses that it stopped. No value that an error
 * quotes is in them.
 */
export function failureLines(errors: readonly Diagnostic[], context: FailureContext): readonly string[] {
  const causes = new Map<string, { readonly more: readonly string[]; readonly addresses: Set<string> }>();
  for (const error of errors) {
    const { title, more } = causeOf(error, context);
    const { addresses } = causes.get(title) ?? { addresses: new Set<string>() };
    if (error.address !== undefined) addresses.add(error.address);
    causes.set(title, { more, addresses });
  }
  return [...causes].flatMap(([title, { more, addresses }]) => [
    `  ${addresses.size === 0 ? "" : `${firstOf([...addresses].map(oneLine), MOST_NAMED).join(", ")}: `}${title}`,
    ...more.map((line) => `    ${line}`),
  ]);
}
