// Builds what the pages load into ../wwwroot: bundles named by their content, each beside its br and gz form, and assets.json, which maps names to files.
// Whatever lies in entries/ becomes a bundle of its own. The build of Vindex.Server runs this when a source is newer than assets.json.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(here, '..', 'wwwroot');
const lock = path.join(here, 'node_modules.lock');
const STALE_LOCK_MS = 10 * 60 * 1000;

const FONTS = ['latin'];

class Refusal extends Error {}

// Colors, sizes, spaces, radii and shadows come from styles/tokens.css, so that all pages share one scale.
const OFF_SCALE = [
  [/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(/i, 'a raw color'],
  [/(?<![\w-])font-size:(?!\s*(?:var\(--f\d\)|inherit)\s*[;}])/, 'a font size off the scale'],
  [/(?<![\w-])(?:padding|margin|gap|row-gap|column-gap)(?:-[a-z]+)?:[^;}]*\d(?:px|rem|pt)/, 'a space off the scale'],
  [/(?<![\w-])border(?:-[a-z]+)*-radius:(?!\s*(?:var\(--(?:radius|pill)\)|50%|0)\s*[;}])/, 'a radius off the scale'],
  [/(?<![\w-])box-shadow:(?!\s*(?:var\(--shadow\)|none|inset 0 -1px var\(--line\))\s*[;}])/, 'a shadow other than the one'],
];

function checkStyles() {
  const folder = path.join(here, 'styles');
  const found = fs.readdirSync(folder).filter((name) => name !== 'tokens.css').sort().flatMap((name) =>
    fs.readFileSync(path.join(folder, name), 'utf8').split('\n').flatMap((line, i) =>
      OFF_SCALE.filter(([pattern]) => pattern.test(line)).map(([, what]) => `styles/${name}:${i + 1}: ${what}`)));
  if (found.length > 0) throw new Refusal(`use the tokens of styles/tokens.css: ${found.join('; ')}`);
}

// Two builds at one time (the start script and the test script, say) must not install into one folder at once.
async function underLock(work) {
  for (;;) {
    try {
      fs.mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const age = Date.now() - (fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > STALE_LOCK_MS) fs.rmSync(lock, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    return await work();
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

// npm leaves a copy of the lock file in the folder: its time tells when that was last installed.
function install() {
  const installed = fs.statSync(path.join(here, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  const wanted = Math.max(...['package.json', 'package-lock.json'].map((name) => fs.statSync(path.join(here, name)).mtimeMs));
  if (installed && installed.mtimeMs > wanted) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  try {
    // esbuild's script only saves a few milliseconds; nothing needs to run at install.
    execFileSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: here, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32',
    });
  } catch (error) {
    throw new Refusal(error.code === 'ENOENT'
      ? 'npm is missing; it comes with Node.js (Debian, Ubuntu: apt-get install nodejs npm)'
      : `the packages of the web pages could not be installed (npm ci in ${here}); is the package registry within reach?`);
  }
}

async function bundle() {
  const esbuild = await import('esbuild');
  const names = fs.readdirSync(path.join(here, 'entries')).sort();
  const result = await esbuild.build({
    absWorkingDir: here,
    entryPoints: names.map((name) => path.join('entries', name)),
    outdir: 'out',
    bundle: true,
    minify: true,
    write: false,
    target: ['es2022', 'chrome110', 'firefox115', 'safari16.4'],
    legalComments: 'none',
    external: ['/assets/*'],
    logLevel: 'error',
  });
  const files = new Map(result.outputFiles.map((file) => [path.basename(file.path), Buffer.from(file.contents)]));
  const inter = path.join(here, 'node_modules', '@fontsource-variable', 'inter');
  for (const subset of FONTS) files.set(`inter-${subset}.woff2`, fs.readFileSync(path.join(inter, 'files', `inter-${subset}-wght-normal.woff2`)));
  files.set('inter-license.txt', fs.readFileSync(path.join(inter, 'LICENSE')));
  for (const name of fs.readdirSync(path.join(here, 'images'))) files.set(name, fs.readFileSync(path.join(here, 'images', name)));
  return files;
}

function write(files) {
  const fresh = fs.mkdtempSync(path.join(here, 'node_modules', '.wwwroot-'));
  fs.chmodSync(fresh, 0o755);
  const manifest = {};
  // Styles last: they name fonts.
  const isStyle = (name) => name.endsWith('.css');
  for (const [name, source] of [...files].sort(([a], [b]) => isStyle(a) - isStyle(b) || (a < b ? -1 : 1))) {
    const content = isStyle(name) ? Buffer.from(source.toString().replace(/(\/assets\/)([\w.-]+)/g, (_, folder, asset) => folder + manifest[asset])) : source;
    const { name: stem, ext } = path.parse(name);
    const hashed = `${stem}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}${ext}`;
    manifest[name] = hashed;
    fs.writeFileSync(path.join(fresh, hashed), content);
    fs.writeFileSync(path.join(fresh, `${hashed}.br`), zlib.brotliCompressSync(content, { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
    fs.writeFileSync(path.join(fresh, `${hashed}.gz`), zlib.gzipSync(content, { level: 9 }));
  }
  fs.writeFileSync(path.join(fresh, 'assets.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  fs.rmSync(target, { recursive: true, force: true });
  fs.renameSync(fresh, target);
}

try {
  if (Number(process.versions.node.split('.')[0]) < 18) throw new Refusal(`Node.js ${process.versions.node} is too old; 18 or later is needed`);
  checkStyles();
  await underLock(async () => {
    install();
    write(await bundle());
  });
} catch (error) {
  // The form that MSBuild takes for an error of the build. esbuild has told of its own errors already.
  console.error(`build.mjs : error VX0001: ${error instanceof Refusal || error.errors ? error.message.split('\n')[0] : error.stack}`);
  process.exitCode = 1;
}
