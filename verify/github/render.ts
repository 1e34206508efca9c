import { PAINT } from "../../report/colour";
import { countText, indentLines, oneLineTexts } from "../../report/text";
import type { GithubReport, RepositoryReport } from "./report";
import type { Section, Setting } from "./setting";

/** How the comparison with GitHub is written. */
export const GITHUB_FORMATS = ["text", "json"] as const;
export type GithubFormat = (typeof GITHUB_FORMATS)[number];

/** What reading all of it takes (https://docs.github.com/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens). */
const TOKEN_HINT =
  "What could not be told takes another token: a fine-grained one that reads Administration, Actions, Contents, Environments, Secrets and Variables of the repository, or a classic one with the scope repo, of somebody who administers it.";

/** The report in one format. */
export function renderGithubReport(report: GithubReport, format: GithubFormat): string {
  if (format === "json") return JSON.stringify(report);
  const { repositories, summary, verdict } = oneLineTexts(report);
  return [
    ...repositories.map(repositoryText),
    ...(summary.unknown > 0 ? [TOKEN_HINT] : []),
    `${PAINT.strong("Verdict")}\n  ${verdictText(verdict, summary)}`,
  ].join("\n\n");
}

function verdictText(
  verdict: GithubReport["verdict"],
  { asWanted, differs, unknown }: GithubReport["summary"],
): string {
  const counts = `${countText(asWanted, "setting")} as wanted, ${differs} different, ${unknown} could not be told.`;
  if (verdict === "as wanted") return `${PAINT.good(counts)} Nothing to do.`;
  if (verdict === "unknown") return PAINT.unsure(counts);
  return `${PAINT.bad(counts)} Nothing was changed: run the commands above yourself, as somebody who administers the repository.`;
}

function repositoryText({ repository, visibility, plan, sections }: RepositoryReport): string {
  const known = plan === null ? "its plan is not shown to this token" : `GitHub ${plan}`;
  return [`${PAINT.strong(repository)}: ${visibility}, ${known}`, ...sections.map(sectionText)].join("\n\n");
}

function sectionText({ title, settings, commands }: Section): string {
  const good = settings.filter(({ standing }) => standing === "as wanted").length;
  const rest = settings.filter(({ standing }) => standing !== "as wanted");
  const note = good === settings.length ? PAINT.good("as wanted") : `${good} of ${settings.length} as wanted`;
  return [
    `${PAINT.strong(title)}: ${note}`,
    ...indentLines(2, rest.flatMap(settingLines)),
    // At the line's start: there a shell looks for the end of a here-document.
    ...(commands.length === 0 ? [] : ["  To set it:", ...commands]),
  ].join("\n");
}

function settingLines({ standing, title, found, wanted, why, plan }: Setting): readonly string[] {
  const mark = standing === "differs" ? PAINT.bad("different") : PAINT.unsure("not known");
  return [
    `${mark}  ${title}`,
    ...indentLines(11, [
      `found: ${found}; wanted: ${wanted}`,
      `otherwise ${why}`,
      ...(plan === undefined ? [] : [`GitHub's plan: ${plan}`]),
    ]),
  ];
}
