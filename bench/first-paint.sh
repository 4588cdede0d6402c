#!/bin/bash
# When a browser first paints something of each page of mtok serve, in milliseconds from the start of the navigation, and what it transfers: each page in
# fresh contexts without a cache, of a server on the ledger of examples/month. Needs chromium, node and npm (puppeteer-core).
#   bench/first-paint.sh [times]
set -euo pipefail
home=$(CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd)
work=$(mktemp -d)
port=$((20000 + RANDOM % 20000))
trap 'kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
"$home/mtok" track import "$home/examples/month" --ledger "$work/ledger" >/dev/null
"$home/mtok" serve --ledger "$work/ledger" --listen 127.0.0.1:$port 2>/dev/null &
until curl -sf "http://127.0.0.1:$port/readyz" >/dev/null; do sleep 0.2; done
cd "$work"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit puppeteer-core@24.10.0
cat >paint.js <<'J'
const puppeteer = require('puppeteer-core');
(async () => {
    const [base, times] = [process.argv[2], Number(process.argv[3])];
    const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    for (const path of ['/', '/track', '/decide', '/plan', '/capacity', '/prices?q=h100']) {
        const paints = [];
        let bytes = 0;
        for (let time = 0; time <= times; time++) {
            const context = await browser.createBrowserContext();
            const page = await context.newPage();
            await page.goto(base + path, { waitUntil: 'load' });
            const [paint, size] = await page.evaluate(async () => {
                const seen = () => performance.getEntriesByName('first-contentful-paint')[0];
                while (!seen()) await new Promise(next => setTimeout(next, 10));
                const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
                return [seen().startTime, all.reduce((sum, one) => sum + one.transferSize, 0)];
            });
            // The first time of a page compiles it, in the server and in the browser.
            if (time > 0) paints.push(paint);
            bytes = size;
            await context.close();
        }
        paints.sort((left, right) => left - right);
        const at = share => paints[Math.min(paints.length - 1, Math.floor(paints.length * share))].toFixed(0).padStart(5);
        console.log(`${path.padEnd(16)} first paint p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   ${(bytes / 1000).toFixed(1).padStart(6)} kB`);
    }
    await browser.close();
})();
J
echo "load before: $(cut -d' ' -f1 /proc/loadavg) on $(nproc) cores"
node paint.js "http://127.0.0.1:$port" "${1:-10}"
