import { chromium } from '@playwright/test'; import fs from 'fs';
const base = 'http://127.0.0.1:3900';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
const c = await b.newContext({bypassCSP:true}); const p = await c.newPage();
await p.goto(base + '/members'); await p.getByRole('button', { name: /admin|continue|sign in/i }).first().click(); await p.waitForLoadState('networkidle');
const files = fs.readdirSync('../style').filter(f=>f!=='main.css'&&f!=='font.css'&&f!=='tokens.css');
const css = Object.fromEntries(files.map(f=>[f,fs.readFileSync('../style/'+f,'utf8')]));
const links=['/','/members','/teams','/workspaces','/connections','/audit','/changes','/documents','/inbox','/get-access','/requests','/packages','/settings','/matrix','/access','/members/new','/onboard','/status','/ends-soon','/roles','/help'];
const first = async (list)=>{ await p.goto(base+list); return p.locator('tbody a, .rows a').first().getAttribute('href').catch(()=>null)};
for (const l of ['/members','/teams','/workspaces','/changes','/documents','/audit']) { try { const h = await first(l); if(h) links.push(h);} catch{} }
const table={};
for (const l of links){ const r=await p.goto(base+l); if(!r.ok()) {console.log(l,r.status());continue}
 const res=await p.evaluate((css)=>{ const out={}; for(const f in css){ const s=new CSSStyleSheet(); s.replaceSync(css[f]); let u=0,n=0; const walk=(rules,pre)=>{for(const r of rules){ if(r.selectorText!==undefined){ n+=1; let sel=(pre? r.selectorText.split(',').map(x=>x.includes('&')?x.replaceAll('&',':is('+pre+')'):':is('+pre+') '+x).join(','):r.selectorText); let clean=sel.replace(/::?(before|after|hover|focus-visible|focus-within|focus|active|backdrop|placeholder|marker|disabled|checked|open|popover-open|user-invalid|invalid|selection|file-selector-button|-webkit-[a-z-]+|-moz-[a-z-]+|target|details-content)(\([^)]*\))?/g,''); let m=false; try{m=!!document.querySelector(clean||'*')}catch(e){m=true} if(m)u+=r.cssText.length-(r.cssRules?[...r.cssRules].reduce((a,x)=>a+x.cssText.length,0):0); walk(r.cssRules||[],sel);} else if(r.cssRules) walk(r.cssRules,pre)} }; walk(s.cssRules,''); out[f]=u;} return out; },css);
 table[l]=res; }
const cols=Object.keys(table);
console.log('file'.padEnd(14),'size', cols.map(x=>x.slice(0,8).padEnd(8)).join(' '));
for(const f of files) console.log(f.padEnd(14),String(css[f].length).padEnd(5),cols.map(x=>String(table[x][f]).padEnd(8)).join(' '));
await b.close();
