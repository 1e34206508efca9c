import XmlBuilder from "fast-xml-builder";
import { oneLine } from "./text";

/**
 * How a test case ended, where it did not pass. A failure is a promise that does not hold, an error a question that
 * could not be answered; both turn a run red. A skipped case has no type in JUnit's schema.
 */
export type JunitOutcome =
  | {
      readonly element: "failure" | "error";
      readonly type: string;
      readonly message: string;
      /** What to read besides the message; @default none */
      readonly lines?: readonly string[];
    }
  | { readonly element: "skipped"; readonly message: string };

/** A test case; without an outcome it passed. */
export interface JunitCase {
  /** The group that readers sort it into. */
  readonly className: string;
  readonly name: string;
  /** How long it took; absent where nothing was measured. */
  readonly milliseconds?: number;
  readonly outcome?: JunitOutcome;
  /** What it said, line by line; @default nothing */
  readonly output?: readonly string[];
}

/** Test cases under one name. */
export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

const ATTRIBUTE = "@";
const TEXT = "#text";

const builder = new XmlBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  textNodeName: TEXT,
  format: true,
  suppressEmptyNode: true,
  // An attribute whose text is "true" would lose it.
  suppressBooleanAttributes: false,
});

type Attributes = Readonly<Record<`@${string}`, string>>;

/**
 * A report as JUnit XML, in the form that GitHub, GitLab and Jenkins read
 * (https://github.com/testmoapp/junitxml). It is well-formed whatever the texts hold.
 *
 * @returns the document, without a newline at its end
 */
export const junitXml = (name: string, suites: readonly JunitSuite[]): string =>
  builder
    .build({
      "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
      testsuites: {
        ...suiteAttributes({ name, cases: suites.flatMap(({ cases }) => cases) }),
        testsuite: suites.map((suite) => ({ ...suiteAttributes(suite), testcase: suite.cases.map(caseElement) })),
      },
    })
    .trimEnd();

function suiteAttributes({ name, cases }: JunitSuite): Attributes {
  const countOf = (element: JunitOutcome["element"]): string =>
    `${cases.filter(({ outcome }) => outcome?.element === element).length}`;
  const times = cases.flatMap(({ milliseconds }) => milliseconds ?? []);
  return {
    "@name": oneLine(name),
    "@tests": `${cases.length}`,
    "@failures": countOf("failure"),
    "@errors": countOf("error"),
    "@skipped": countOf("skipped"),
    ...(times.length > 0 && { "@time": secondsText(times.reduce((sum, time) => sum + time, 0)) }),
  };
}

const caseElement = ({ className, name, milliseconds, outcome, output = [] }: JunitCase): object => ({
  "@classname": oneLine(className),
  "@name": oneLine(name),
  ...(milliseconds !== undefined && { "@time": secondsText(milliseconds) }),
  ...(outcome && { [outcome.element]: outcomeElement(outcome) }),
  ...(output.length > 0 && { "system-out": linesText(output) }),
});

function outcomeElement(outcome: JunitOutcome): object {
  const message = { "@message": oneLine(outcome.message) };
  if (outcome.element === "skipped") return message;
  const { type, lines = [] } = outcome;
  return { "@type": oneLine(type), ...message, ...(lines.length > 0 && { [TEXT]: linesText(lines) }) };
}

const linesText = (lines: readonly string[]): string => lines.map(oneLine).join("\n");

const secondsText = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);
