import { chromium } from '@playwright/test'; import fs from 'fs';
const base = 'http://127.0.0.1:3900';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
const c = await b.newContext(); const p = await c.newPage();
await p.goto(base + '/members'); await p.getByRole('button', { name: /admin|continue|sign in/i }).first().click(); await p.waitForLoadState('networkidle');
for (const path of process.argv.slice(2)) { const t = await (await c.request.get(base+path, {headers:{accept:'text/html'}})).text(); fs.writeFileSync('/tmp/w/html'+path.replace(/\W/g,'_')+'.html', t); 
 const used=[...new Set(t.match(/svg#\w+/g))]; console.log(path, t.length, used.length, used.join(' ')); }
await b.close();
