import '../scripts/copy.js';
import '../scripts/typing.js';

// Drag and drop for the upload form, and immediate upload of a chosen file. The pages work without it.
const form = document.querySelector('form[data-drop]');
if (form) {
  const zone = form.querySelector('.drop');
  const input = form.querySelector('input[type="file"]');
  const send = () => { if (input.files.length > 0) form.requestSubmit(); };
  input.addEventListener('change', send);
  for (const name of ['dragenter', 'dragover']) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.dataset.over = 'true';
    });
  }
  for (const name of ['dragleave', 'drop']) zone.addEventListener(name, () => delete zone.dataset.over);
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    send();
  });
}
