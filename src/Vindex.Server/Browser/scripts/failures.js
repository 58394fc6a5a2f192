// A part of a page that could not be fetched or sent says so where it was asked for.
const alerts = new WeakMap();

function wordsFor(status, waits) {
  if (status === 0) return 'The server could not be reached.';
  if (status === 403) return 'This page is out of date, or this is not for your role. Load the page again.';
  if (status === 404) return 'This is not there any more. Load the page again.';
  if (status === 429) return waits ? `Too many requests; try again in ${waits} seconds.` : 'Too many requests; try again in a while.';
  if (status === 503) return 'The server is busy; try again in a moment.';
  return `The server answered with an error (${status}).`;
}

function tell(event) {
  const { elt, xhr, requestConfig } = event.detail;
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
