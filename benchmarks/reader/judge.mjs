// Judges pages that are served at an address, and prints what it found as JSON.
//   node judge.mjs TOOLS CHROMIUM ORIGIN FOLDER RUNS PATH...
// TOOLS: the folder that npm installed into. FOLDER: where the pages lie as files.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [tools, chromium, origin, folder, runs, ...paths] = process.argv.slice(2);
const require = createRequire(path.join(tools, "package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { default: lighthouse } = await load("lighthouse");
const { default: puppeteer } = await load("puppeteer-core");
const axe = require.resolve("axe-core/axe.min.js");
const start = () => puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
});
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The four scores and the times, each the median of several runs in browsers of their own. */
async function scores(url) {
  const all = [];
  for (let run = 0; run < Number(runs); run += 1) {
    const browser = await start();
    try {
      const { lhr } = await lighthouse(url, { port: Number(new URL(browser.wsEndpoint()).port), logLevel: "silent", output: "json" });
      const times = ["largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"].map((name) => lhr.audits[name].numericValue);
      all.push([...Object.values(lhr.categories).map((category) => Math.round(category.score * 100)), ...times]);
    } finally {
      await browser.close();
    }
  }
  const [performance, accessibility, practices, seo, lcp, tbt, cls] = all[0].map((_, n) => median(all.map((row) => row[n])));
  return { performance, accessibility, practices, seo, lcp_ms: Math.round(lcp), tbt_ms: Math.round(tbt), cls: Number(cls.toFixed(3)) };
}

/** The rules of axe that a page breaks, in both schemes, on a phone and on a desk. */
async function violations(url) {
  const browser = await start();
  const broken = new Set();
  try {
    for (const scheme of ["light", "dark"]) {
      for (const width of [390, 1280]) {
        const page = await browser.newPage();
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.setViewport({ width, height: 900 });
        await page.goto(url, { waitUntil: "networkidle0" });
        await page.addScriptTag({ path: axe });
        const rules = await page.evaluate(async () => (await window.axe.run()).violations.map((rule) => rule.id));
        for (const rule of rules) broken.add(`${rule} (${scheme}, ${width})`);
        await page.close();
      }
    }
  } finally {
    await browser.close();
  }
  return [...broken];
}

/** What the Nu checker says against a file: errors, and warnings that are not mere information. */
function invalid(file) {
  const jar = path.join(path.dirname(require.resolve("vnu-jar/package.json")), "build/dist/vnu.jar");
  let answer = "";
  try {
    execFileSync("java", ["-jar", jar, "--format", "json", file], { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    answer = String(error.stderr);
  }
  const messages = answer ? JSON.parse(answer.slice(answer.indexOf("{"))).messages : [];
  return messages.filter((one) => one.type === "error" || one.subType === "warning").map((one) => `${one.lastLine}: ${one.message}`);
}

const found = {};
for (const one of paths) {
  const url = origin + one;
  const file = path.join(folder, one.endsWith("/") ? `${one}index.html` : one);
  found[one] = { ...(Number(runs) ? await scores(url) : {}), axe: await violations(url), nu: invalid(file) };
  process.stderr.write(`${one}\n`);
}
console.log(JSON.stringify(found));
