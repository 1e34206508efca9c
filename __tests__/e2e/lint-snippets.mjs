import { readFileSync } from "node:fs";
import { ESLint } from "eslint";

/**
 * Lints snippets as the repository's own configuration would, without types: `[{file, text}]` on stdin, the messages of
 * the rules of imports, snippet by snippet, on stdout. A process of its own, because Jest cannot load the configuration.
 */
const eslint = new ESLint({
  overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } } }],
  ruleFilter: ({ ruleId }) => ["rooms/import-directions", "no-restricted-imports"].includes(ruleId),
});
const messages = [];
for (const { file, text } of JSON.parse(readFileSync(0, "utf8"))) {
  const [result] = await eslint.lintText(text, { filePath: file });
  messages.push(result.messages.map(({ message }) => message));
}
process.stdout.write(JSON.stringify(messages));
