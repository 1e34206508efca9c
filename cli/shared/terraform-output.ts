import { isRecord } from "../../policy/core/json";
import { parseJson } from "../../report/text";

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
  /** Where it is in the configuration. */
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  /** What Terraform shows of the configuration there. It quotes values, but for the place that it names. */
  readonly snippet?: { readonly context?: string | null };
  /** It was read from a text for people, so that the text has nothing more. */
  readonly isFromText?: true;
}

/** A line of what `terraform plan -json` and `terraform apply -json` print. */
export interface OutputLine {
  readonly type: string;
  readonly diagnostic?: Diagnostic;
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
}

/** Reads one line; undefined where it is none, as the last one on a full disk. */
export function readOutputLine(line: string): OutputLine | undefined {
  const json = line.startsWith("{") ? parseJson(line) : undefined;
  return isRecord(json) && typeof json.type === "string" ? (json as unknown as OutputLine) : undefined;
}

/** Every line of a text that can be read. */
export const readOutput = (text: string): readonly OutputLine[] =>
  text.split("\n").flatMap((line) => readOutputLine(line) ?? []);

/** The errors among lines of output. A failed condition has no address but in the place that its excerpt names. */
export const errorsOf = (lines: readonly OutputLine[]): readonly Diagnostic[] =>
  lines.flatMap(({ diagnostic }) => {
    if (diagnostic?.severity !== "error") return [];
    const [, place] = /^resource\.(\w+\.[\w-]+)/.exec(diagnostic.snippet?.context ?? "") ?? [];
    const { address = place } = diagnostic;
    return [{ ...diagnostic, ...(address !== undefined && { address }) }];
  });

/** Lines of an error's text that name its place or quote the configuration there. */
const EXCERPT = /^\s*(?:on .+ line \d+.*:|\d+: .*|├.*|│ .*|with .+,|\(source code not available\))$/;

/**
 * The errors in a text for people: `init`, `show`, `state` and `import` print no other.
 *
 * @param text - standard error, without colours
 */
export const readErrorText = (text: string): readonly Diagnostic[] =>
  text
    .replace(/^[╷╵│] ?/gm, "")
    .split(/^Error: /m)
    .slice(1)
    .map((part): Diagnostic => {
      // Warnings follow errors in the same text.
      const [own = ""] = part.split(/^Warning: /m);
      const [summary = "", ...rest] = own.split(/\n\s*\n/);
      const [, address] = /^\s+with (\S+),$/m.exec(own) ?? [];
      const lines = rest.join("\n\n").split("\n");
      return {
        severity: "error",
        // A headline that is too long for one line goes on in the next.
        summary: summary
          .split("\n")
          .filter((line) => !EXCERPT.test(line))
          .join(" ")
          .trim(),
        detail: lines
          .filter((line) => !EXCERPT.test(line))
          .join("\n")
          .trim(),
        ...(address !== undefined && { address }),
        isFromText: true,
      };
    });
