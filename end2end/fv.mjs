import { chromium } from '@playwright/test';
import zlib from 'zlib';
const base = 'http://127.0.0.1:3900';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
const pages = process.argv.slice(2);
// sign in once to obtain the cookie
const c0 = await b.newContext(); const p0 = await c0.newPage();
await p0.goto(base + '/members'); 
await p0.screenshot({path:'/tmp/w/signin.png'});
console.log(p0.url(), await p0.title());
const btn = p0.getByRole('button', { name: /admin|continue|sign in/i }).first();
await btn.click(); await p0.waitForLoadState('networkidle');
console.log(p0.url());
const state = await c0.storageState();
for (const path of pages) {
  const c = await b.newContext({ storageState: state }); const p = await c.newPage();
  const s = await c.newCDPSession(p); await s.send('Network.enable');
  const req = {}; 
  s.on('Network.responseReceived', e => { req[e.requestId] = { url: e.response.url, type: e.type, ct: e.response.headers['content-encoding'] }; });
  s.on('Network.loadingFinished', e => { if (req[e.requestId]) req[e.requestId].n = e.encodedDataLength; });
  await p.goto(base + path); await p.waitForLoadState('networkidle');
  let t = 0; const out = [];
  for (const r of Object.values(req)) { t += r.n || 0; out.push(`${r.url.replace(base, '').replace(/\?.*/,'').slice(-40)} ${r.n}`); }
  console.log(path, t, (t/1024).toFixed(1) + ' KiB\n   ' + out.join('\n   '));
  const html = await (await c.request.get(base + path)).body();
  for (const q of [1,3,4,5,6,11]) { const t0=process.hrtime.bigint(); const n = zlib.brotliCompressSync(html,{params:{[zlib.constants.BROTLI_PARAM_QUALITY]:q}}).length; console.log('   html', html.length, 'br', q, n, Number(process.hrtime.bigint()-t0)/1e6); }
  await c.close();
}
await b.close();
