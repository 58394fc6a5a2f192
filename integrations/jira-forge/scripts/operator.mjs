// Fills the operator's address and the app's id into the manifest.

/** A place for an app id until `forge register` has given a real one. */
export const NO_APP_ID = 'ari:cloud:ecosystem::app/00000000-0000-0000-0000-000000000000';

const APP_ID = /ari:cloud:ecosystem::app\/[0-9a-z-]+/;

/**
 * @param {string | undefined} text what the operator typed
 * @returns {{ ok: true, url: string } | { ok: false, reason: string }} the address as an origin, without a slash at its end
 */
export function readAddress(text) {
  const bad = (reason) => ({ ok: false, reason });
  if (!text) return bad('the address of the Vindex server is missing');
  let url;
  try {
    url = new URL(text);
  } catch {
    return bad(`'${text}' is no address; expected one like https://vindex.example.com`);
  }
  if (url.protocol !== 'https:') return bad('the address must begin with https://; Forge sends to nothing else');
  if (url.username !== '' || url.password !== '') return bad('the address must not hold a user name or password');
  if (url.search !== '' || url.hash !== '') return bad('the address must not have a query or fragment');
  if (url.pathname !== '/') return bad(`the address must not have a path ('${url.pathname}'); the server answers at the root of its host`);
  if (/^[\d.]+$|^\[/.test(url.hostname)) return bad('the address must be a name, not an IP address; Forge allows egress by name');
  if (!url.hostname.includes('.') || /\.(localhost|local|internal)$/.test(url.hostname)) {
    return bad(`'${url.hostname}' cannot be reached from Atlassian's cloud`);
  }
  return { ok: true, url: url.origin };
}

/** @returns {string} the id that an earlier manifest has, or the placeholder */
export function appIdOf(manifest) {
  return APP_ID.exec(manifest ?? '')?.[0] ?? NO_APP_ID;
}

/** @returns {string} the text of manifest.yml */
export function fillManifest(template, url, appId) {
  const note = '# Made from manifest.template.yml by `npm run configure`. Edit the template.\n';
  const text = template.replace(/^#[^\n]*\n/, note).replaceAll('${OPERATOR_URL}', url).replaceAll('${APP_ID}', appId);
  const left = /\$\{[A-Z_]+\}/.exec(text);
  if (left) throw new Error(`manifest.template.yml has an unknown placeholder ${left[0]}`);
  return text;
}

/** @returns {string} the text of src/operator.js */
export function operatorModule(url) {
  return `// Made by \`npm run configure\`.\nexport const operatorUrl = ${JSON.stringify(url)};\n`;
}
