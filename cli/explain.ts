import { Option } from "commander";
import { RULES } from "../policy/packs";
import { meantText } from "../report/spelling";
import { resolveEnvironments } from "../stacks/synthesis";
import { CommandLine, CouldNotTell, today, type ExitCode, type Subcommand } from "./shared/command";
import { judgedEnvironments } from "./shared/judged-environments";
import { explainedValuesText } from "./shared/explained-value-text";
import { explainRule, ruleLine } from "./shared/explanation";
import { explainedValuesOf, findRule, similarWords } from "./shared/explanation-search";
import { explanationText, ruleListText } from "./shared/explanation-text";

const command = new CommandLine("explain")
  .description(
    "Prints of a rule what must hold, why, how to fix it and what breaks it; of a hardened value what is declared, why, and its rules, guard, runbook line, consequences and live checks; without a word, all rules. Exit 0, 2 could not tell.",
  )
  .argument("[word]", "id of a rule or of a hardened value, or an argument by name or path: sslMode, ssl_mode")
  .addOption(new Option("--format <format>", "report format").choices(["text", "json"]).default("text"));

type Format = "text" | "json";

const jsonText = (answer: object): string => JSON.stringify({ formatVersion: 1, ...answer }, undefined, 2);

function listText(format: Format): string {
  const lines = RULES.map(ruleLine);
  return format === "json" ? jsonText({ rules: lines }) : ruleListText(lines);
}

function wordText(word: string, format: Format): string {
  const day = today();
  const estates = resolveEnvironments(judgedEnvironments(day, undefined), day);
  const rule = findRule(word);
  if (rule) {
    const explanation = explainRule(rule, estates);
    return format === "json" ? jsonText({ rule: explanation }) : explanationText(explanation);
  }
  const values = explainedValuesOf(word, estates);
  if (values.length === 0) {
    throw new CouldNotTell(
      `"${word}" is no rule, hardened value or argument of one; ${meantText(similarWords(word), "./netra explain lists all rules")}`,
    );
  }
  return format === "json" ? jsonText({ values }) : explainedValuesText(values);
}

function explain(): ExitCode {
  const [word] = command.args;
  const { format } = command.opts<{ format: Format }>();
  process.stdout.write(`${word === undefined ? listText(format) : wordText(word, format)}\n`);
  return 0;
}

/** `netra explain`. */
export const subcommand: Subcommand = { command, action: explain };
