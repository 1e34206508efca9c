import { maskError } from "./error-mask";
import { terraformName } from "./terraform-binary";
import type { FailedCall } from "./terraform-failed";
import type { Diagnostic } from "./terraform-output";

/** Characters of a kept report. */
const MOST_CHARACTERS = 512 * 1024;

/** Where in the configuration an error is. The excerpt that Terraform adds is left out: it quotes values. */
function placeText({ range }: Diagnostic): readonly string[] {
  return range === undefined ? [] : [`at ${range.filename}:${range.start.line}`];
}

/**
 * The errors of a failed call as a whole, for a file: what Terraform and the provider said, with values masked.
 *
 * @param errors - the same as diagnostics
 */
export function errorReport(
  { stack, verb, how, stderr, context }: Omit<FailedCall, "lines" | "keptState">,
  errors: readonly Diagnostic[],
  now: Date,
): string {
  const mask = (text: string): string => maskError(text, context);
  const parts = [
    [
      "Errors of one call of Terraform. Values are masked.",
      now.toISOString(),
      `${stack}: ${terraformName()} ${verb}: ${how}`,
    ],
    ...errors.map((error, index) => [
      `${index + 1} of ${errors.length}: ${error.address ?? "no resource"}`,
      ...placeText(error),
      mask(error.summary),
      ...(error.detail === "" ? [] : [mask(error.detail)]),
    ]),
    ...(stderr.trim() === "" || errors.some(({ isFromText }) => isFromText)
      ? []
      : [["standard error:", mask(stderr.trim())]]),
  ];
  return `${parts
    .map((lines) => lines.join("\n"))
    .join("\n\n")
    .slice(0, MOST_CHARACTERS)}\n`;
}
