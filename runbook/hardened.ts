import { RULES } from "../policy/packs";
import { HARDENED_VALUES } from "../policy/packs/netra/hardened";
import type { Estate } from "../policy/core/estate";
import { linkIncidents } from "./incidents";
import type { Section } from "./markdown";

/** What each hardened value protects, read from what is synthesized. */
export const hardenedSection = (estate: Estate): Section => ({
  title: "Hardened values",
  lines: [
    "Where each acts, which rule guards it and what to do when the rule fires.",
    ...HARDENED_VALUES.flatMap(({ id, plan, title, acts, rules, read }) => [
      "",
      `### ${id}`,
      "",
      `${title} (plan: ${plan}): **${read(estate)}**`,
      "",
      `Acts: ${acts}.`,
      "",
      ...rules.map(ruleLine),
    ]),
  ],
});

function ruleLine(id: string): string {
  const rule = RULES.find((candidate) => candidate.id === id);
  if (!rule)
    throw new Error(`the hardened table names "${id}", and no rule has that id; correct policy/packs/netra/hardened/`);
  return `- \`${id}\` (${rule.severity}). ${linkIncidents(rule.why)} To do: ${rule.fix}.`;
}
