import { Command, Option } from "commander";
import { RULES } from "../policy/packs";
import { resolveEnvironments } from "../stacks/synthesis";
import { CouldNotTell, runCommand, today, type ExitCode } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { explainRule, findRule, ruleLine, similarRules } from "./shared/explanation";
import { explanationText, ruleListText } from "./shared/explanation-text";

const command = new Command("explain")
  .description(
    "Prints what a rule holds, why, how to fix it, what breaks it and where it comes from; without a rule, all of them. Exit 0, 2 could not tell.",
  )
  .argument("[rule]", "id of a rule, as findings name it")
  .addOption(new Option("--format <format>", "report format").choices(["text", "json"]).default("text"));

type Format = "text" | "json";

const jsonText = (value: unknown): string => JSON.stringify(value, undefined, 2);

function listText(format: Format): string {
  const lines = RULES.map(ruleLine);
  return format === "json" ? jsonText(lines) : ruleListText(lines);
}

function ruleText(id: string, format: Format): string {
  const rule = findRule(id);
  if (!rule) throw new CouldNotTell(`unknown rule "${id}"; ${suggestion(id)}`);
  const day = today();
  const explanation = explainRule(rule, resolveEnvironments(environmentsFor(day, undefined), day));
  return format === "json" ? jsonText(explanation) : explanationText(explanation);
}

function suggestion(id: string): string {
  const similar = similarRules(id);
  return similar.length > 0 ? `did you mean ${similar.join(" or ")}?` : "npm run explain lists all of them";
}

function explain(): ExitCode {
  const [id] = command.args;
  const { format } = command.opts<{ format: Format }>();
  process.stdout.write(`${id === undefined ? listText(format) : ruleText(id, format)}\n`);
  return 0;
}

void runCommand(command, explain);
