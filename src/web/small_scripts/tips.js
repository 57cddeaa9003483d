// What an icon button is called, what a `title` explains and what is cut off, shown by pointing and by focus, hidden by
// Escape. Without script the browser shows a `title`, and the style sheet the names of icon buttons.
(() => {
  const tip = Object.assign(document.createElement('div'), { id: 'tip', className: 'tip', role: 'tooltip', popover: 'manual' });
  const main = document.querySelector('main');
  if (!main || !tip.showPopover) return;
  main.append(tip);

  const isCut = (element) =>
    element.scrollWidth > element.clientWidth && getComputedStyle(element).textOverflow === 'ellipsis';
  const said = (element) => {
    if (element.title) return element.title;
    if (element.matches('.btn-icon[aria-label]')) return element.ariaLabel;
    return isCut(element) ? element.textContent.trim() : '';
  };
  const around = (target) => {
    for (let element = target; element && element !== main; element = element.parentElement) if (said(element)) return element;
  };

  // Whose tip is shown or about to be, its `title`, and the element whose tip was sent away while the pointer is on it.
  let owner, title, quiet, timer;
  const hide = () => {
    clearTimeout(timer);
    if (!owner) return;
    tip.hidePopover();
    if (title) owner.title = title;
    if (owner.getAttribute('aria-describedby') === tip.id) owner.removeAttribute('aria-describedby');
    owner = undefined;
  };
  const show = () => {
    if (!owner.isConnected) return hide();
    tip.showPopover();
    const [at, size] = [owner.getBoundingClientRect(), tip.getBoundingClientRect()];
    const left = Math.min(at.left + (at.width - size.width) / 2, document.documentElement.clientWidth - size.width);
    tip.style.left = `${Math.max(0, left)}px`;
    tip.style.top = `${at.bottom + size.height > innerHeight ? at.top - size.height : at.bottom}px`;
  };
  const meet = (element, wait) => {
    if (element && element === owner) return;
    hide();
    if (element !== quiet) quiet = undefined;
    if (!element || element === quiet) return;
    owner = element;
    tip.textContent = said(owner);
    // The browser would show a second one.
    title = owner.title;
    if (title) owner.removeAttribute('title');
    if (title && !owner.hasAttribute('aria-describedby')) owner.setAttribute('aria-describedby', tip.id);
    timer = setTimeout(show, wait);
  };

  document.addEventListener('pointerover', ({ target, pointerType }) => {
    if (pointerType !== 'touch' && !tip.contains(target)) meet(around(target), 400);
  });
  document.addEventListener('focusin', ({ target }) => {
    if (target.matches(':focus-visible')) meet(around(target) ?? [...target.querySelectorAll('*')].find(said), 0);
  });
  document.addEventListener('focusout', hide);
  const dismiss = () => {
    quiet = owner;
    hide();
  };
  document.addEventListener('pointerdown', dismiss);
  document.addEventListener('scroll', () => tip.matches(':popover-open') && dismiss(), true);
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && dismiss());
})();
