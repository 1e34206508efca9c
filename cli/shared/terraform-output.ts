import { isRecord } from "../../policy/core/json";

/**
 * A problem as `-json` tells it (https://developer.hashicorp.com/terraform/internals/machine-readable-ui#diagnostic). It may
 * quote values.
 */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** Address of the resource that it is about, if it is about one. */
  readonly address?: string;
}

/** A line of what `terraform plan -json` and `terraform apply -json` print. */
export interface OutputLine {
  readonly type: string;
  readonly diagnostic?: Diagnostic;
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
}

/** Reads one line; undefined where it is none, as the last one on a full disk. */
export function readOutputLine(line: string): OutputLine | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const json: unknown = JSON.parse(line);
    return isRecord(json) && typeof json.type === "string" ? (json as unknown as OutputLine) : undefined;
  } catch {
    return undefined;
  }
}

/** Every line of a text that can be read. */
export const readOutput = (text: string): readonly OutputLine[] =>
  text.split("\n").flatMap((line) => readOutputLine(line) ?? []);

/** The errors among lines of output. */
export const errorsOf = (lines: readonly OutputLine[]): readonly Diagnostic[] =>
  lines.flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
