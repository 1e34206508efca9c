import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { headingAnchor } from "../../environments/runbook-links";
import { ROOT, trackedFiles } from "../support/tracked-files";

/** Every relative link of the documents leads to a file, and every anchor to a heading of it. */

const documents = [
  ...trackedFiles(/^README\.md$/),
  "CONTRIBUTING.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

const withoutCode = (text: string): string => text.replace(/^( *)```[\s\S]*?^\1```$/gm, "").replace(/`[^`\n]*`/g, "");

const anchors = new Map<string, ReadonlySet<string>>();

/** The anchors of a file; read once, because a runbook has hundreds of links into itself. */
function anchorsOf(file: string): ReadonlySet<string> {
  const known = anchors.get(file) ?? readAnchors(file);
  anchors.set(file, known);
  return known;
}

/** Anchors as GitHub makes them: the words of the heading without its marks; a second of the same name is numbered. */
function readAnchors(file: string): ReadonlySet<string> {
  const text = readFileSync(file, "utf8").replace(/^( *)```[\s\S]*?^\1```$/gm, "");
  const seen = new Map<string, number>();
  return new Set(
    [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => {
      const anchor = headingAnchor(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").trim());
      const before = seen.get(anchor) ?? 0;
      seen.set(anchor, before + 1);
      return before === 0 ? anchor : `${anchor}-${before}`;
    }),
  );
}

function broken(document: string): readonly string[] {
  const file = join(ROOT, document);
  const targets = [...withoutCode(readFileSync(file, "utf8")).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = ""]) => to);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = "", anchor] = target.split("#");
      const to = path === "" ? file : resolve(dirname(file), path);
      if (relative(ROOT, to).startsWith("..") || !existsSync(to)) return true;
      return anchor !== undefined && !anchorsOf(to).has(anchor);
    });
}

test.each(documents)("%s", (document) => {
  expect(broken(document)).toEqual([]);
});

test.each(documents.filter((name) => name.startsWith("docs/runbooks/")))(
  "%s has no two headings of one anchor",
  (name) => {
    const own = [...anchorsOf(join(ROOT, name))];
    expect(own.filter((anchor) => /-\d$/.test(anchor) && own.includes(anchor.replace(/-\d$/, "")))).toEqual([]);
  },
);

test("the documents that people look for are there", () => {
  expect(documents).toEqual(
    expect.arrayContaining(["docs/architecture.md", "docs/incident-response.md", "docs/change-control.md"]),
  );
});
