import type { Finding } from "../../policy/core/finding";
import { foldedLines } from "../../report/markdown";
import { countText } from "../../report/text";
import { findingEntries, sortedEntries } from "../outline/entries";
import { findingBlocks } from "./markdown-entries";

/**
 * Findings without a plan, each rule once: the consequence first, then where, then what to do.
 *
 * @param room - bytes that they may take
 */
export function findingsBlock(findings: readonly Finding[], room: number): readonly string[] {
  const all = findings.map((report) => ({
    stack: {
      name: report.stack || report.environment,
      ...(report.environment !== "" && { environment: report.environment }),
    },
    address: report.address,
    report,
  }));
  const { blocks, more } = findingBlocks(sortedEntries(findingEntries(all, false)), room, room);
  return [
    ...foldedLines(
      countText(findings.length, "finding"),
      blocks.flatMap(({ lines }) => lines),
      true,
    ),
    ...(more.length === 0 ? [] : ["", ...more]),
  ];
}
