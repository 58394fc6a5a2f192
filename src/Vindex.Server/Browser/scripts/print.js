// Prints the page. On paper, charts have the colors of the light theme, whatever the screen has.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
