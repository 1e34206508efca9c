import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, trackedFiles } from "../support/tracked-files";

/**
 * npm writes a banner in front of what a script prints. In a pipe, a file or a variable it is no JSON, and a shell that
 * reads it makes files of it.
 */

const BANNERED = /\bnpm (?!(?:run )?(?:--silent|-s)\b)(?:run(?:-script)?|start|test|t)\b[^;&\n]*?(?:\||(?<![0-9&])>)/;
const SUBSTITUTED = /\$\(\s*npm (?!(?:run )?(?:--silent|-s)\b)(?:run|start|test|t)\b/;

/** What a shell would run: everything of a script or a workflow, of a page its shell blocks. */
const shellOf = (file: string, text: string): string =>
  file.endsWith(".md")
    ? [...text.matchAll(/^( *)```(?:bash|sh|shell|console)\n([\s\S]*?)\n\1```$/gm)].map(([, , body]) => body).join("\n")
    : text;

/** Lines in which npm's banner would be read by a program. */
function banneredLines(file: string, text: string): readonly string[] {
  const whole = shellOf(file, text).replace(/\\\n\s*/g, "");
  return whole
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, ""))
    .filter((line) => BANNERED.test(line) || SUBSTITUTED.test(line));
}

test.each([
  ["npm run check -- --format json > report.json", true],
  ["npm run check -- --format json | jq .", true],
  ["npm start | head", true],
  ["x=$(npm run check)", true],
  ["npm run check -- \\\n  --format json \\\n  >report.json", true],
  ["npm run --silent check -- --format json > report.json", false],
  ["npm run -s check | jq .", false],
  ["npm run check # > not read", false],
  ["npm run check && ./netra review --format json > report.json", false],
  ["npm run typecheck; ls | head", false],
  ["npm run lint 2>&1", false],
  ["./netra check --format json > report.json", false],
])("%j: %s", (line, isBannered) => {
  expect(banneredLines("script.sh", line).length > 0).toBe(isBannered);
  expect(banneredLines("page.md", `\`\`\`bash\n${line}\n\`\`\``).length > 0).toBe(isBannered);
  expect(banneredLines("page.md", `| ${line} |`)).toEqual([]);
});

test("no command of a page, a workflow or a script reads npm's banner", () => {
  const files = trackedFiles(/\.(md|ya?ml|sh)$|^run$/).filter((file) =>
    /^(README|CONTRIBUTING|docs|\.github|\.ci)/.test(file),
  );
  expect(files.length).toBeGreaterThan(20);
  const lines = files.flatMap((file) =>
    banneredLines(file, readFileSync(join(ROOT, file), "utf8")).map((line) => `${file}: ${line}`),
  );
  expect(lines).toEqual([]);
});
