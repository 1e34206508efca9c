import { PAINT, type Paint } from "../../report/colour";
import { countText, indentLines, oneLineTexts } from "../../report/text";
import { titleOf, type MachineReport, type PartReport, type Prerequisite } from "./report";

/** How the machine is described. */
export const MACHINE_FORMATS = ["text", "json"] as const;
export type MachineFormat = (typeof MACHINE_FORMATS)[number];

type Standing = Prerequisite["standing"];

const PAINTS: Readonly<Record<Standing, Paint>> = { works: PAINT.good, missing: PAINT.bad, unknown: PAINT.unsure };
const WORDS: Readonly<Record<Standing, string>> = { works: "works", missing: "missing", unknown: "not known" };
const MARK_WIDTH = 11;
const TITLE_WIDTH = 24;

const markText = (standing: Standing): string => PAINTS[standing](WORDS[standing].padEnd(MARK_WIDTH));

const prerequisiteLines = ({ standing, title, found, remedy }: Prerequisite): readonly string[] => [
  `${markText(standing)}${title.padEnd(TITLE_WIDTH)}${found}`,
  ...(remedy === null ? [] : [`${" ".repeat(MARK_WIDTH + TITLE_WIDTH)}to do: ${remedy}`]),
];

/** What is typed: of several commands of one program its name once. */
function typedText(commands: readonly string[]): string {
  const [first = ""] = commands;
  const program = first.slice(0, first.indexOf(" ") + 1);
  const rest = commands
    .slice(1)
    .map((command) => (command.startsWith(program) ? command.slice(program.length) : command));
  return [first, ...rest].join(", ");
}

function partLines({ standing, title, commands, lacks }: PartReport): readonly string[] {
  const names = lacks.map(titleOf).join(", ");
  const why = standing === "missing" ? `; lacks ${names}` : standing === "unknown" ? `; it depends on ${names}` : "";
  const mark = PAINTS[standing]((standing === "missing" ? "not here" : WORDS[standing]).padEnd(MARK_WIDTH));
  return [`${mark}${title}${why}`, ...indentLines(MARK_WIDTH, [PAINT.quiet(typedText(commands))])];
}

function verdictText({ verdict, parts }: MachineReport): string {
  const working = parts.filter(({ standing }) => standing === "works").length;
  const text = `${working} of ${countText(parts.length, "part")} work here.`;
  return PAINTS[verdict](text);
}

/** The report in one format. */
export function renderMachineReport(report: MachineReport, format: MachineFormat): string {
  if (format === "json") return JSON.stringify(report);
  const { prerequisites, parts } = oneLineTexts(report);
  const section = (title: string, lines: readonly string[]): string =>
    [PAINT.strong(title), ...indentLines(2, lines)].join("\n");
  return [
    section("This machine", prerequisites.flatMap(prerequisiteLines)),
    section("What works here", parts.flatMap(partLines)),
    section("Verdict", [verdictText(report)]),
  ].join("\n\n");
}
