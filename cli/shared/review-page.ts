import { graphOf } from "../../review/graph/graph";
import { graphPage } from "../../review/graph/page";
import { reviewHead } from "../../review/graph/review-head";
import { withPending } from "../../review/pending";
import type { Report } from "../../review/report";
import type { PlanInput } from "../../review/review";
import { oneLineTexts } from "../../report/text";
import { today } from "./command";
import { standingAround } from "./review-context";

/** A review as a page: what the plans change, pending or not, in the picture of what stands. */
export function reviewPage(raw: Report, inputs: readonly PlanInput[]): Promise<string> {
  const report = oneLineTexts(raw);
  const graph = graphOf({ estates: standingAround(inputs, today()), stacks: withPending(report.stacks) });
  return graphPage(graph, reviewHead(report));
}
