// Shows moments in the reader's own zone. What the server wrote, in UTC, is what one reads by pointing at them, what the
// account menu turns all of them into, for those who do not point, and all there is without script. Times of day below a
// date in UTC stay as they are, and say the reader's own when pointed at.
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
  // What a time says, and what it says when pointed at: in the reader's zone and in UTC.
  const known = new WeakMap();
  const ways = (time) => {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) return;
    const said = time.textContent.trim();
    if (/^\d\d:\d\d:\d\d/.test(said)) return [[said, moment(at)], [said, moment(at)]];
    const form = forms.find(([pattern]) => pattern.test(said))?.[1];
    return [[form ? form(at) : said, utc(at)], [utc(at), moment(at)]];
  };
  const choice = document.getElementById('times-in-utc');
  const isChosen = () => choice?.ariaPressed === 'true';
  const show = (time) => {
    if (!known.has(time)) known.set(time, ways(time));
    const way = known.get(time)?.[isChosen() && time.closest('main') ? 1 : 0];
    if (!way) return;
    if (time.textContent.trim() !== way[0]) time.textContent = way[0];
    time.title = way[1];
  };
  const showAll = (within) => within.querySelectorAll('time[datetime]').forEach(show);
  if (choice && new Date().getTimezoneOffset() !== 0) {
    choice.hidden = false;
    // A browser that keeps nothing forgets the choice with the page.
    const kept = (() => {
      try {
        return localStorage;
      } catch {
        return undefined;
      }
    })();
    choice.ariaPressed = String(kept?.getItem('times') === 'utc');
    choice.addEventListener('click', () => {
      choice.ariaPressed = String(!isChosen());
      kept?.setItem('times', isChosen() ? 'utc' : 'own');
      showAll(document);
    });
  }
  showAll(document);
  // What a live list or a page under way has swapped in.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof Element) node.matches('time') ? show(node) : showAll(node);
    }
  }).observe(document.body, { childList: true, subtree: true });
})();
