// Puts the browser's time zone first in zone pickers; closes open pickers on Escape or a click elsewhere.
import { t } from './texts.js';

const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const picker of document.querySelectorAll('[data-zone-picker]')) {
  const option = [...picker.options].find((one) => one.value === own);
  if (!option) continue;
  option.textContent = t('here', { zone: own });
  picker.prepend(option);
}

document.addEventListener('click', (event) => {
  for (const open of document.querySelectorAll('details.picker[open]')) if (!open.contains(event.target)) open.removeAttribute('open');
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const open of document.querySelectorAll('details.picker[open]')) {
    open.removeAttribute('open');
    open.querySelector('summary').focus();
  }
});

// Scrolls the current section into view if the navigation is wider than the screen.
const here = document.querySelector('.nav [aria-current]');
if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;
