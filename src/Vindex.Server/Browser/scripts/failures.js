// Shows an error where an htmx request failed.
import { t } from './texts.js';

const alerts = new WeakMap();

function wordsFor(status, waits) {
  if (status === 0) return t('unreachable');
  if (status === 403) return t('not-allowed');
  if (status === 404) return t('gone');
  if (status === 429) return waits ? t('wait', { count: Number(waits) }) : t('too-many');
  if (status === 503) return t('busy');
  return t('error', { status: String(status) });
}

function tell(event) {
  const { elt, xhr, requestConfig } = event.detail;
  // The page shows what it last knew; the user did not ask for this request.
  if (elt.matches('[data-live]')) return;
  const isWrite = (requestConfig?.verb ?? 'get') !== 'get';
  alerts.get(elt)?.remove();
  const alert = document.createElement('p');
  alert.className = 'notice bad';
  alert.setAttribute('role', 'alert');
  alert.textContent = `${t(isWrite ? 'not-changed' : 'not-loaded')} ${wordsFor(xhr?.status ?? 0, xhr?.getResponseHeader('Retry-After'))}`;
  elt.after(alert);
  alerts.set(elt, alert);
}

document.addEventListener('htmx:responseError', tell);
document.addEventListener('htmx:sendError', tell);
document.addEventListener('htmx:timeout', tell);
document.addEventListener('htmx:beforeRequest', (event) => alerts.get(event.detail.elt)?.remove());
