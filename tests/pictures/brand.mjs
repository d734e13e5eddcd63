// The pictures that stand for Hookline elsewhere, drawn from the mark: what a shared link shows, and the icon of a
// home screen. Run by hand when the mark changes: node tests/pictures/brand.mjs
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright";
import { browserArgs, findBrowser } from "../support/browser.mjs";

const root = join(import.meta.dirname, "../..");
const icon = readFileSync(join(root, "app/icon.svg"), "utf8");
const fonts = 'font-family: system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

const social = `<body style="margin:0;${fonts}">
  <div style="width:1200px;height:630px;box-sizing:border-box;padding:84px 90px;background:#0b0b0d;color:#ededf1;
    display:flex;flex-direction:column;justify-content:space-between">
    <div style="display:flex;align-items:center;gap:26px;font-size:46px;font-weight:600;letter-spacing:-0.02em">
      <div style="width:84px;height:84px">${icon}</div>hookline
    </div>
    <div>
      <div style="font-size:76px;line-height:1.08;font-weight:600;letter-spacing:-0.03em">Every update<br>reaches your bot.</div>
      <div style="margin-top:30px;font-size:32px;line-height:1.4;color:#a9a9b4">Telegram bots on one address: webhook where it works,<br>polling where it does not, and nothing lost between.</div>
    </div>
  </div></body>`;

const touch = `<body style="margin:0"><div style="width:180px;height:180px;background:#2f54d8">
  <div style="width:180px;height:180px">${icon.replace('rx="8"', 'rx="0"')}</div></div></body>`;

const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
try {
  await draw(social, { width: 1200, height: 630 }, "app/opengraph-image.png");
  await draw(touch, { width: 180, height: 180 }, "app/apple-icon.png");
} finally {
  await browser.close();
}

async function draw(html, viewport, path) {
  const page = await browser.newPage({ viewport });
  await page.setContent(html);
  await page.screenshot({ path: join(root, path) });
  await page.close();
}
