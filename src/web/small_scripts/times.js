// Shows moments in the reader's own zone. What the server wrote, in UTC, is what one reads by pointing at them, and all
// there is without script. Times of day below a date in UTC stay as they are, and say the reader's own when pointed at.
(() => {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const two = (number) => String(number).padStart(2, '0');
  const date = (at) => `${at.getDate()} ${months[at.getMonth()]} ${at.getFullYear()}`;
  const moment = (at) => `${date(at)}, ${two(at.getHours())}:${two(at.getMinutes())}`;
  const utc = (at) => `${moment(new Date(at.getTime() + at.getTimezoneOffset() * 60_000))} UTC`;
  const day = String.raw`\d{1,2} [A-Z][a-z]{2} \d{4}`;
  const forms = [
    [new RegExp(`^${day}$`), date],
    [new RegExp(`^${day}, \\d\\d:\\d\\d UTC$`), moment],
  ];
  const shown = new WeakSet();
  const show = (time) => {
    const at = new Date(time.dateTime);
    if (shown.has(time) || Number.isNaN(at.getTime())) return;
    shown.add(time);
    const said = time.textContent.trim();
    const form = forms.find(([pattern]) => pattern.test(said))?.[1];
    time.title = /^\d\d:\d\d:\d\d/.test(said) ? moment(at) : utc(at);
    if (form) time.textContent = form(at);
  };
  const showAll = (within) => within.querySelectorAll('time[datetime]').forEach(show);
  showAll(document);
  // What a live list or a page under way has swapped in.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof Element) node.matches('time') ? show(node) : showAll(node);
    }
  }).observe(document.body, { childList: true, subtree: true });
})();
