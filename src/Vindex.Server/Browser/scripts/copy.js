// Buttons that copy the text of an element. They are hidden without script.
import { t } from './texts.js';

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = t('copied');
  } catch {
    // Over plain http, and where the browser does not allow it: selected, it can be copied by hand.
    getSelection().selectAllChildren(source);
    button.textContent = t('press-to-copy');
  }
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', () => copy(button));
}
