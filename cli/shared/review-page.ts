import { graphOf } from "../../review/graph/graph";
import { graphPage } from "../../review/graph/page";
import type { Report } from "../../review/report";
import type { PlanInput } from "../../review/review";
import { countText, oneLineTexts } from "../../report/text";
import { today } from "./command";
import { standingAround } from "./review-context";

/** A review as a page: what the plans change, in the picture of what stands. */
export function reviewPage(raw: Report, inputs: readonly PlanInput[]): Promise<string> {
  const report = oneLineTexts(raw);
  const graph = graphOf({ estates: standingAround(inputs, today()), stacks: report.stacks });
  const names = report.stacks.map(({ name }) => name);
  const title = `Review of ${names.length > 3 ? countText(names.length, "stack") : names.join(", ")}`;
  return graphPage(graph, { title, sentence: report.summary, lines: [] });
}
