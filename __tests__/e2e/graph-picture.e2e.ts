import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PICTURES, browse, hasChromium, titleJson } from "../support/chromium";
import { REGISTRY } from "../../environments/registry";
import { graphOf } from "../../review/graph/graph";
import { graphPage } from "../../review/graph/page";
import { resolveEnvironments } from "../../stacks/synthesis";
import type { Estate } from "../../policy/core/estate";
import { anyChange, anyEstate, anyResource, anyStack } from "../support/any-estate";

/** The picture as a browser draws it, on a phone, in a narrow window and on a screen, light and dark. */

/**
 * Frames the page as wide as a window is to be, because a headless window has a least width, and writes into its own title
 * what is off the page, which boxes lie on one another, whose text is cut, and in what order the keyboard reaches the boxes.
 */
const framed = (page: string, width: number): string => `<!doctype html><title></title>
<iframe src="${page}" style="width:${width}px;height:4000px;border:0"></iframe>
<script>addEventListener("load",()=>{
  const view=frames[0],page=view.document;
  const shown=[...page.querySelectorAll("figure svg.box")].filter((box)=>box.getBoundingClientRect().width>0);
  const place=(box)=>box.getBoundingClientRect();
  const name=(box)=>box.closest("a").getAttribute("aria-label");
  const off=[...page.querySelectorAll("body *")].filter((one)=>!one.closest("svg.box")&&place(one).width>0&&(place(one).right>${width}+1||place(one).left<-1)).map((one)=>one.tagName+" "+one.textContent.slice(0,40));
  const met=shown.filter((box,at)=>shown.some((other,index)=>index<at&&place(other).left<place(box).right-1&&place(box).left<place(other).right-1&&place(other).top<place(box).bottom-1&&place(box).top<place(other).bottom-1)).map(name);
  const cut=[...page.querySelectorAll("figure svg.box text")].filter((text)=>place(text).width>0&&place(text).right>place(text.closest("svg.box")).right).map((text)=>text.textContent);
  const small=shown.filter((box)=>place(box).width<120).map(name);
  const stops=[...page.querySelectorAll("a,summary,[tabindex='0']")].filter((one)=>place(one).width>0);
  const listed=stops.filter((one)=>one.closest("figure")).map((one)=>one.getAttribute("href"));
  const lost=listed.filter((href)=>!page.querySelector(href));
  const scroll=page.documentElement.scrollWidth>${width};
  document.title=JSON.stringify({off,met,cut,small,lost,scroll,boxes:listed.length,drawn:shown.length});
})</script>`;

interface Picture {
  readonly name: string;
  readonly estates: readonly Estate[];
  readonly stacks: Parameters<typeof graphOf>[0]["stacks"];
}

const TODAY = "2026-01-01";
const staging = REGISTRY.filter(({ name }) => name === "staging");

/** Somebody's plan of 500 resources, with one change among them. */
const foreign = (): Picture => {
  const many = (type: string, count: number) =>
    Array.from({ length: count }, (_, at) => anyResource(type, `${type.slice(-8)}-number-${at}-with-a-long-name`));
  const api = anyResource(
    "google_cloud_run_v2_service",
    "api",
    {},
    { env: ["google_sql_database_instance.main"], template: ["google_secret_manager_secret.key"] },
  );
  const resources = [
    ...[api, anyResource("google_sql_database_instance", "main"), anyResource("google_secret_manager_secret", "key")],
    ...[...many("google_storage_bucket", 150), ...many("google_pubsub_topic", 150)],
    ...[...many("google_compute_firewall", 100), ...many("google_monitoring_alert_policy", 97)],
  ];
  const change = anyChange("google_sql_database_instance.main", "critical", "replace (destroy first)");
  return { name: "foreign", estates: [anyEstate(resources)], stacks: [anyStack("plan", [change])] };
};

const PAGES: readonly (() => Picture)[] = [
  () => ({ name: "standing", estates: resolveEnvironments(staging, TODAY).map(({ estate }) => estate), stacks: [] }),
  () => ({
    name: "cache",
    estates: resolveEnvironments(staging, TODAY).map(({ estate }) => estate),
    stacks: [
      anyStack("staging-foundation", [anyChange("google_redis_instance.redis", "critical", "replace (destroy first)")]),
    ],
  }),
  foreign,
];

const suite = hasChromium ? describe : describe.skip;

suite(`the picture in chromium${hasChromium ? "" : " (skipped: chromium is not installed)"}`, () => {
  test.each(PAGES)(
    "%#: nothing overlaps, is off the page or cut at 390, 780 and 1,440 pixels; the keyboard reaches every box",
    async (source) => {
      const { name, ...graphSource } = source();
      mkdirSync(PICTURES, { recursive: true });
      const page = join(PICTURES, `graph-${name}.html`);
      writeFileSync(page, await graphPage(graphOf(graphSource), { title: name, sentence: "A sentence.", lines: [] }));
      const url = pathToFileURL(page).href;
      for (const width of [390, 780, 1440]) {
        const frame = join(PICTURES, `graph-${name}-${width}.html`);
        writeFileSync(frame, framed(url, width));
        const dumped = browse("--allow-file-access-from-files", "--dump-dom", pathToFileURL(frame).href).stdout;
        const measured = titleJson(dumped) as {
          readonly boxes?: number;
          readonly drawn?: number;
        };
        expect({ width, ...measured }).toEqual({
          ...{ width, off: [], met: [], cut: [], small: [], lost: [], scroll: false },
          ...{ boxes: measured.drawn, drawn: expect.any(Number) as number },
        });
        expect(measured.drawn).toBeGreaterThan(2);
      }
      for (const [kind, flags] of [
        ["light", []],
        ["dark", ["--blink-settings=preferredColorScheme=0"]],
      ] as const) {
        const picture = join(PICTURES, `graph-${name}-${kind}.png`);
        expect(browse(...flags, "--window-size=1440,1600", `--screenshot=${picture}`, url).status).toBe(0);
        expect(statSync(picture).size).toBeGreaterThan(20_000);
      }
    },
  );

  test("the console says nothing", async () => {
    const page = join(PICTURES, "graph-console.html");
    writeFileSync(page, await graphPage(graphOf(foreign()), { title: "t", sentence: "s", lines: [] }));
    const { stderr } = browse("--enable-logging=stderr", "--v=0", "--dump-dom", pathToFileURL(page).href);
    expect(stderr.split("\\n").filter((line) => line.includes("CONSOLE"))).toEqual([]);
  });
});
