import type { Deviation } from "./answer-deviations";

interface Known {
  readonly method: RegExp;
  readonly member: RegExp;
  readonly problem: RegExp;
  readonly reason: string;
}

const HAND = "a test changes the store by hand, which asks no rule, to what Google could not answer";
const OTHER_FORM = "a test lets Google answer in a form that nobody knows, and wants it said";

/** Answers that deviate from Google's documents, each with its reason. */
const KNOWN: readonly Known[] = [
  { method: /./, member: /./, problem: /found "(?:CHANGED_BY_HAND|NONSENSE)"$/, reason: HAND },
  {
    method: /^run\.projects\.locations\.services\.get$/,
    member: /^template(?:$|\.timeout$|\.containers\[\]\.env$)/,
    problem: /found (?:string|object|\{"seconds":3600\})$/,
    reason: OTHER_FORM,
  },
  {
    method: /^secretmanager\.projects\.secrets\.versions\.list$/,
    member: /^versions\[\]\.createTime$/,
    problem: /found "soon"$/,
    reason: OTHER_FORM,
  },
];

/** Requests that tests send although the gate refuses them, each with its reason. */
const KNOWN_REFUSALS: readonly { readonly line: RegExp; readonly reason: string }[] = [];

/** Whether a refused request, with what was said to it, is one that a test wants. */
export const isKnownRefusal = (line: string): boolean => KNOWN_REFUSALS.some((each) => each.line.test(line));

/** Whether a deviation is one that stays. */
export const isKnownDeviation = ({ method, member, problem }: Deviation): boolean =>
  KNOWN.some((each) => each.method.test(method) && each.member.test(member) && each.problem.test(problem));
