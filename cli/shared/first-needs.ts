import type { Environment } from "../../environments/environment";
import type { PlanJson } from "../../policy/core/plan";
import { countText } from "../../report/text";
import type { GoogleApi } from "../../verify/google-api";
import { CouldNotTell, Refused } from "./command";
import { answerNeed } from "./need-answers";
import { missingLines, needCommand, needText } from "./need-texts";
import { isSwitchedOn, makerOf, needsOf, type NeededBy, type PendingStack } from "./needs";
import { declaredResources } from "./stack-file";

/** What the stacks of a deploy need that Terraform does not make. Nothing is applied while something of it is missing. */
export class FirstNeeds {
  private readonly pending: readonly PendingStack[];
  /** Stacks that are asked for again, because an earlier stack makes what their needs stand in. */
  private readonly later = new Set<string>();

  /**
   * @param environment - whose stacks they are
   * @param stacks - folder with one folder a stack
   * @param names - of the stacks, in order
   * @param plans - by stack; one that cannot be planned yet has none
   */
  constructor(
    private readonly google: GoogleApi,
    private readonly environment: Environment,
    stacks: string,
    names: readonly string[],
    plans: ReadonlyMap<string, PlanJson>,
  ) {
    this.pending = names.map((name) => ({
      name,
      project: environment.project,
      declared: declaredResources(stacks, name),
      plan: plans.get(name),
    }));
  }

  /**
   * Asks for everything that can be there before the first stack is applied.
   *
   * @returns lines on what has to be given between two stacks
   * @throws Refused where something is missing, CouldNotTell where Google does not say
   */
  async checkAll(): Promise<readonly string[]> {
    const notices: string[] = [];
    const problems: string[] = [];
    for (const stack of this.pending) {
      const before = this.upTo(stack.name);
      const needs = this.openNeeds(stack);
      const waiting = needs.filter(({ need }) => makerOf(need, before) !== undefined);
      if (waiting.length > 0) {
        this.later.add(stack.name);
        const makers = [...new Set(waiting.map(({ need }) => makerOf(need, before)?.name ?? ""))];
        notices.push(
          `${stack.name}: before it is applied, and after ${makers.join(", ")}, it needs ${countText(waiting.length, "thing")}:`,
          ...waiting.flatMap(({ need }) => [`  ${needText(need)}`, `    ${needCommand(need, this.environment)}`]),
        );
      }
      problems.push(
        ...(await this.missing(
          stack.name,
          needs.filter((each) => !waiting.includes(each)),
        )),
      );
    }
    if (problems.length > 0) throw new Refused(problems.join("\n"));
    return notices;
  }

  /**
   * Asks again before a stack whose needs could not be met earlier.
   *
   * @param plan - that is about to be applied
   * @throws Refused, CouldNotTell as {@link checkAll}
   */
  async checkStack(name: string, plan: PlanJson): Promise<void> {
    const stack = this.pending.find((each) => each.name === name);
    if (stack === undefined || (!this.later.has(name) && stack.plan !== undefined)) return;
    const problems = await this.missing(name, this.openNeeds({ ...stack, plan }));
    if (problems.length > 0) throw new Refused(problems.join("\n"));
  }

  private upTo(name: string): readonly PendingStack[] {
    return this.pending.slice(0, 1 + this.pending.findIndex((stack) => stack.name === name));
  }

  /** What a stack needs, without the APIs that this deploy switches on before. */
  private openNeeds(stack: PendingStack): readonly NeededBy[] {
    const before = this.upTo(stack.name);
    return needsOf(stack).filter(({ need }) => !isSwitchedOn(need, before));
  }

  private async missing(name: string, needs: readonly NeededBy[]): Promise<readonly string[]> {
    const answers = await Promise.all(
      needs.map(async (needed) => ({ needed, answer: await answerNeed(this.google, needed.need) })),
    );
    const unknown = answers.flatMap(({ needed: { need }, answer }) =>
      answer.verdict === "unknown"
        ? [`${name}: whether there is ${needText(need)} cannot be told (${answer.reason})`]
        : [],
    );
    if (unknown.length > 0) throw new CouldNotTell(unknown.join("\n"));
    const lines = answers.flatMap(({ needed, answer }) =>
      answer.verdict === "missing" ? [missingLines(needed, answer.found, this.environment)] : [],
    );
    if (lines.length === 0) return [];
    return [
      `${name}: nothing of it is applied, because ${countText(lines.length, "thing")} that it needs ${lines.length === 1 ? "is" : "are"} not there:`,
      ...lines.flat(),
    ];
  }
}
