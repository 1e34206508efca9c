/**
 * How the page looks. Colours never tell alone: words stand in every box, lines differ by their dashes. Each width of page
 * has a picture of its own; contrast is that of WCAG's level AA on both backgrounds
 * (https://www.w3.org/TR/WCAG22/#contrast-minimum).
 */
export const STYLE = `
:root{--page:#fff;--ink:#1b1f24;--soft:#57606a;--area:#f3f5f8;--edge:#c3cad3;--box:#fff;--line:#8a94a1;
--critical:#b42318;--high:#b54708;--medium:#7a5d00;--low:#1f5fa8;--reach:#6f2dbd}
@media (prefers-color-scheme:dark){:root{--page:#0f1318;--ink:#e8ecf1;--soft:#a6b0bc;--area:#181e26;--edge:#3b4552;--box:#10151b;--line:#76828f;
--critical:#ff8a80;--high:#ffab70;--medium:#e8c547;--low:#8ec5ff;--reach:#d3a8ff}}
*{box-sizing:border-box}
body{margin:0 auto;padding:12px;max-width:1440px;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.3rem;margin:.2em 0}h2{font-size:1.15rem;margin:1.2em 0 .4em}h3{font-size:1rem;margin:1em 0 .3em;color:var(--soft)}h4{font-size:1rem;margin:0}
small{color:var(--soft);font-weight:normal}a{color:inherit}code{font-size:.92em}p{margin:.25em 0}
.sentence{font-size:1.1rem}.legend{color:var(--soft);font-size:.9rem}
figure{margin:12px 0}figure svg{max-width:100%;height:auto}
figure>svg{display:none;font:12px system-ui,sans-serif;margin:0 auto}
@media (max-width:599px){figure>.on-phone{display:block}}
@media (min-width:600px) and (max-width:1099px){figure>.on-paper{display:block}}
@media (min-width:1100px){figure>.on-screen{display:block}}
.area{fill:var(--area)}.area-name{fill:var(--soft);font-size:11px}
.box rect{fill:var(--box);stroke:var(--edge)}.box text{fill:var(--ink)}.box .title{font-weight:600}.box .kind{fill:var(--soft);font-size:11px}.box .fate{font-size:11px;font-weight:600}
.box.changed rect{stroke-width:2.5}.box.create rect{stroke-dasharray:7 3}.box.delete rect{stroke-dasharray:2 3}.box.delete .title{text-decoration:line-through}
.box.reached rect{stroke:var(--reach);stroke-width:2}.box.reached .fate{fill:var(--reach)}
.box.critical rect{stroke:var(--critical)}.box.high rect{stroke:var(--high)}.box.medium rect{stroke:var(--medium)}.box.low rect{stroke:var(--low)}
.critical .fate{fill:var(--critical);color:var(--critical)}.high .fate{fill:var(--high);color:var(--high)}.medium .fate{fill:var(--medium);color:var(--medium)}.low .fate{fill:var(--low);color:var(--low)}
path{fill:none;stroke:var(--line)}path.look{stroke-dasharray:2 3}path.reached{stroke:var(--reach);stroke-width:2}
path.head{fill:var(--line);stroke:none}path.head.reached{fill:var(--reach)}
a:focus-visible{outline:3px solid var(--reach);outline-offset:2px}
.cards{list-style:none;margin:0;padding:0}
.card{border:1px solid var(--edge);border-left-width:5px;border-radius:5px;padding:8px 10px;margin:8px 0}
.card.critical{border-left-color:var(--critical)}.card.high{border-left-color:var(--high)}.card.medium{border-left-color:var(--medium)}.card.low{border-left-color:var(--low)}
.card:target{outline:3px solid var(--reach)}
.card p.fate{font-weight:600;margin:0}.said{margin:.5em 0;padding-left:8px;border-left:2px solid var(--edge)}.links{color:var(--soft)}
@media print{:root{--page:#fff;--ink:#000}figure>svg{display:none!important}figure>.on-paper{display:block!important}.card{break-inside:avoid}details::details-content{content-visibility:visible;display:block}}
`.trim();
