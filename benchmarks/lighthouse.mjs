// Lighthouse on pages of a running demo, signed in, with an empty cache: performance, accessibility, best practices.
//
//   npm install --prefix FOLDER lighthouse@12 puppeteer-core@24
//   script/server &
//   node benchmarks/lighthouse.mjs FOLDER http://127.0.0.1:8000 operator.kominfo@demo.local PATH...
//
// The mobile profile of Lighthouse, Debian's chromium. The password is that of the demo, or PASSWORD. Aim: at least 0.95.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, base, email, ...paths] = process.argv.slice(2);
const from = createRequire(join(resolve(folder), "package.json"));
const load = async (name) => (await import(pathToFileURL(from.resolve(name)))).default;
const [puppeteer, lighthouse] = [await load("puppeteer-core"), await load("lighthouse")];
const OPTIONS = {
  output: "json",
  onlyCategories: ["performance", "accessibility", "best-practices"],
  formFactor: "mobile",
  disableStorageReset: true, // it would sign out
};
const FIGURES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "total-byte-weight"];

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const entry = await browser.newPage();
  await entry.goto(`${base}/masuk/`);
  await entry.type("input[name=login]", email);
  await entry.type("input[type=password]", process.env.PASSWORD || "peragaan-lampung-2026");
  await Promise.all([entry.waitForNavigation(), entry.keyboard.press("Enter")]);
  await entry.close();
  for (const path of paths) {
    const page = await browser.newPage();
    await (await page.createCDPSession()).send("Network.clearBrowserCache");
    const { lhr } = await lighthouse(base + path, OPTIONS, undefined, page);
    const scores = Object.values(lhr.categories).map(({ id, score }) => `${id} ${score}`);
    console.log(path, scores.join(", "), "·", FIGURES.map((name) => lhr.audits[name].displayValue).join(", "));
    await page.close();
  }
} finally {
  await browser.close();
}
