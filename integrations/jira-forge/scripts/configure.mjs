// npm run configure -- https://vindex.example.com
// Writes manifest.yml and src/operator.js for one Vindex server. Running it again, with the same or another address, is fine: the app id stays.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { appIdOf, fillManifest, NO_APP_ID, operatorModule, readAddress } from './operator.mjs';

const file = (name) => new URL(`../${name}`, import.meta.url);
const address = readAddress(process.argv[2]);
if (process.argv.length !== 3 || !address.ok) {
  console.error(`configure: ${address.ok ? 'expected one address and nothing else' : address.reason}`);
  console.error('usage: npm run configure -- https://vindex.example.com');
  process.exit(2);
}

const before = existsSync(file('manifest.yml')) ? readFileSync(file('manifest.yml'), 'utf8') : undefined;
const appId = appIdOf(before);
write('manifest.yml', fillManifest(readFileSync(file('manifest.template.yml'), 'utf8'), address.url, appId));
write('src/operator.js', operatorModule(address.url));
if (appId === NO_APP_ID) console.log('The app has no id yet: run `forge register`.');
else if (before !== undefined && !before.includes(`address: ${address.url}\n`)) {
  console.log('The address changed: deploy, then `forge install --upgrade`, because an administrator must agree to the new egress.');
}

function write(name, text) {
  const same = existsSync(file(name)) && readFileSync(file(name), 'utf8') === text;
  if (!same) writeFileSync(file(name), text);
  console.log(`${name}: ${same ? 'unchanged' : 'written'}`);
}
