import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PICTURES, browse, hasChromium, titleJson } from "../support/chromium";
import { REGISTRY } from "../../environments/registry";
import { canonicalJson } from "../../google/canonical-json";
import { dashboardOf } from "../../monitoring/dashboard";
import { PAGE, dashboardPage } from "../support/dashboard-page";

/** The dashboard as a browser draws it: what is cut off or lies on something else is seen here, before anybody needs it. */

/** Writes into the page what does not fit its box, and which boxes lie on one another. */
const MEASURE = `<script>addEventListener("load",()=>{
  const boxes=[...document.querySelectorAll(".box")];
  const name=(box)=>box.querySelector("h1")?.textContent??"links";
  const cut=boxes.filter((box)=>box.scrollHeight>box.clientHeight+1||box.scrollWidth>box.clientWidth+1).map(name);
  const places=boxes.map((box)=>box.getBoundingClientRect());
  const met=boxes.filter((_,at)=>places.some((other,index)=>index<at&&other.left<places[at].right&&places[at].left<other.right&&other.top<places[at].bottom&&places[at].top<other.bottom)).map(name);
  const plots=[...document.querySelectorAll(".plot")].filter((plot)=>plot.clientHeight<60).map((plot)=>name(plot.closest(".box")));
  document.title=JSON.stringify({cut,met,plots,boxes:boxes.length});
})</script>`;

const suite = hasChromium ? describe : describe.skip;

suite(`the dashboard in chromium${hasChromium ? "" : " (skipped: chromium is not installed)"}`, () => {
  test.each(REGISTRY)("$name: nothing is cut off, nothing lies on another, every plot has room", (environment) => {
    mkdirSync(PICTURES, { recursive: true });
    const page = join(PICTURES, `${environment.name}.html`);
    const picture = join(PICTURES, `${environment.name}.png`);
    const json = canonicalJson(dashboardOf(environment));
    const { mosaicLayout } = JSON.parse(json) as {
      mosaicLayout: { tiles: readonly { yPos?: number; height: number }[] };
    };
    const bottom = Math.max(...mosaicLayout.tiles.map(({ yPos = 0, height }) => yPos + height)) * PAGE.block;
    writeFileSync(page, dashboardPage(json) + MEASURE);
    const url = pathToFileURL(page).href;
    const window = `--window-size=${PAGE.width},${bottom + 100}`;
    expect(titleJson(browse(window, "--dump-dom", url).stdout)).toEqual({
      cut: [],
      met: [],
      plots: [],
      boxes: mosaicLayout.tiles.length,
    });
    expect(browse(window, `--screenshot=${picture}`, url).status).toBe(0);
    expect(statSync(picture).size).toBeGreaterThan(100_000);
  });
});
