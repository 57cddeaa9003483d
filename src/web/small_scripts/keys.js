// Keys that make pages quicker: nothing here is needed, and every page works without it.
(() => {
  'use strict';

  const isTyping = (element) =>
    element.isContentEditable || element.matches('input:not([type=checkbox], [type=radio]), textarea, select');

  // Keyboards of a Mac have another key for it.
  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    for (const key of document.querySelectorAll('kbd')) key.textContent = key.textContent.replace('Ctrl ', '⌘ ');
  }

  // The first field of a form page, where there is a keyboard and nothing else has the focus: an error above the form
  // takes it itself.
  const form = document.querySelector('main form.form');
  const isFree = document.activeElement === document.body && !location.hash && !document.querySelector('main [autofocus]');
  if (form && isFree && matchMedia('(pointer: fine)').matches) {
    const fields = form.querySelectorAll('input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), textarea, select');
    const first = [...fields].find((field) => !field.disabled && field.offsetParent !== null);
    first?.focus({ preventScroll: true });
  }

  document.addEventListener('keydown', (event) => {
    const target = event.target;
    if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // Escape leaves the search of a list for its first row. Not while suggestions are open: it closes those.
    if (event.key === 'Escape' && target.matches('.filters input[type=search]')) {
      const row = document.querySelector('#list tbody a[href]') ?? document.querySelector('#list a[href]');
      if (row) {
        event.preventDefault();
        row.focus();
      }
      return;
    }
    // `x` ticks the row that has the focus.
    if (event.key === 'x' && !isTyping(target)) {
      const box = target.closest('tr, li')?.querySelector('.pick input[type=checkbox], input[type=checkbox][name="member[]"]');
      if (box && !box.disabled) {
        event.preventDefault();
        box.click();
      }
    }
  });
})();
