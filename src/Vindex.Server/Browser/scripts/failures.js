// Shows an error where an htmx request failed.
const alerts = new WeakMap();

function wordsFor(status, waits) {
  if (status === 0) return 'The server could not be reached.';
  if (status === 403) return 'This page is out of date, or your role does not allow this. Reload the page.';
  if (status === 404) return 'This no longer exists. Reload the page.';
  if (status === 429) return waits ? `Too many requests; try again in ${waits} seconds.` : 'Too many requests; try again later.';
  if (status === 503) return 'The server is busy; try again in a moment.';
  return `The server returned an error (${status}).`;
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
  alert.textContent = `${isWrite ? 'Nothing was changed.' : 'Nothing was loaded.'} ${wordsFor(xhr?.status ?? 0, xhr?.getResponseHeader('Retry-After'))}`;
  elt.after(alert);
  alerts.set(elt, alert);
}

document.addEventListener('htmx:responseError', tell);
document.addEventListener('htmx:sendError', tell);
document.addEventListener('htmx:timeout', tell);
document.addEventListener('htmx:beforeRequest', (event) => alerts.get(event.detail.elt)?.remove());
