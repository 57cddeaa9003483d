import { chromium } from 'playwright';
const base='http://127.0.0.1:4180';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args:['--no-sandbox','--disable-gpu'] });
async function run(name, opts) {
  const c = await b.newContext({ reducedMotion:'reduce', ...opts });
  const p = await c.newPage();
  p.on('console', m => { if (m.type()==='error') console.log(name, m.text()); });
  await p.goto(base+'/');
  await p.getByRole('button', { name: /Amara/ }).first().click();
  await p.waitForURL(/\/$|me/);
  const shot = async n => p.screenshot({ path: `/tmp/wd-shots/${name}-${n}.png`, fullPage: true });
  await p.goto(base+'/attributes'); await shot('attributes');
  await p.goto(base+'/attributes/new'); await shot('attribute-new');
  await p.goto(base+'/settings'); await shot('settings');
  await p.goto(base+'/status'); await shot('status');
  await p.goto(base+'/onboard?email=a.b@lumen.example&first_name=A&last_name=B&account_type=View');
  await p.fill('#attributes','Plant: Oslo');
  await p.getByRole('button',{name:/Review change/}).last().click();
  await p.waitForLoadState(); await shot('onboard-missing');
  if (name==='light') {
    await p.getByRole('button',{name:/Create user attribute/}).click();
    await p.waitForURL(/attributes\/new/); await shot('attribute-from-onboard');
    await p.getByRole('button',{name:/Review change/}).click(); await p.waitForURL(/reviews/); await shot('attribute-review');
    await p.getByRole('button',{name:/Apply change/}).click(); await p.waitForURL(/changes/); await p.waitForTimeout(800); await shot('attribute-done');
    await p.getByRole('link',{name:'Back to the form'}).click(); await p.waitForLoadState(); await shot('onboard-back');
    await p.goto(base+'/settings'); await p.getByRole('button',{name:'Turn off public embeds'}).click(); await p.waitForURL(/reviews/); await shot('switch-review');
    await p.goto(base+'/settings'); await p.getByRole('button',{name:'Renew credentials'}).click(); await p.waitForURL(/reviews/); await shot('renew-review');
    await p.getByLabel(/Type renew credentials/).fill('renew credentials');
    await p.getByRole('button',{name:/Apply change/}).click(); await p.waitForURL(/changes/); await p.waitForTimeout(4000); await p.reload(); await shot('renew-done');
    await p.goto(base+'/settings'); await shot('settings-renewed');
    const id = (await p.goto(base+'/members?q=leo'), await p.getByRole('link',{name:/Leo/}).first().getAttribute('href'));
    await p.goto(base+id+'/attributes'); await shot('member-attributes');
    await p.goto(base+'/status'); await p.getByRole('button',{name:'Log more'}).click(); await p.waitForLoadState(); await shot('status-more');
    await p.getByRole('button',{name:'Back to the configured level'}).click(); await p.waitForLoadState();
  }
  await c.close();
}
await run('light', { viewport:{width:1280,height:900}, colorScheme:'light' });
await run('dark', { viewport:{width:1280,height:900}, colorScheme:'dark' });
await run('narrow', { viewport:{width:390,height:844}, colorScheme:'light' });
await b.close();
