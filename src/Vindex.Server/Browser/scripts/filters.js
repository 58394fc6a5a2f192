// Filters of a list that apply at once. Empty fields and the usual columns stay out of the address.
const USUAL = 'dimensions,scored';

document.addEventListener('htmx:configRequest', (event) => {
  if (!event.detail.elt.matches('[data-filters]')) return;
  const given = event.detail.formData;
  for (const [name, value] of [...given.entries()]) if (value === '') given.delete(name);
  if (given.getAll('columns').join() === USUAL) given.delete('columns');
});

// Enter in the search is the way to the results.
document.addEventListener('submit', (event) => { if (event.target.matches('[data-filters]')) document.activeElement?.blur(); });

// A filter that is not valid is answered with a page that says so.
document.addEventListener('htmx:beforeSwap', (event) => {
  if (event.detail.xhr.status !== 422 || !event.detail.requestConfig.elt.matches('[data-filters]')) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});
