// The page of a recycling list: 33 rows in a window and two beyond it, over a long flattened tree that is scrolled by a row in every frame.
// Rows stand where their items do in the whole height of the list, as in all widely used virtual lists.
// `how`: 'text' writes other texts into the same rows, 'node' into the same text nodes, 'key' takes rows away at one end and adds
// them at the other, 'rebuilt' makes all rows anew, 'grid' writes figures into the cells of a result table and leaves the tree still.
const items = JSON.parse(document.getElementById('items').textContent);
const list = document.getElementById('list');
const rows = document.getElementById('rows');
const shown = 35;
const height = 24;
let first = 0;
let isUp = false;

function row(item) {
  const element = document.createElement('div');
  element.className = 'row';
  element.style.paddingLeft = `${8 + item.depth * 16}px`;
  const icon = document.createElement('span');
  icon.className = 'icon';
  const label = document.createElement('span');
  label.className = 'label';
  label.textContent = item.text;
  element.append(icon, label);
  element.style.top = `${items.indexOf(item) * height}px`;
  return element;
}

function fill(element, at, how) {
  const item = items[at];
  const label = element.querySelector('.label');
  if (how === 'node') label.firstChild.nodeValue = item.text;
  else label.textContent = item.text;
  const indent = `${8 + item.depth * 16}px`;
  if (element.style.paddingLeft !== indent) element.style.paddingLeft = indent;
  element.style.top = `${at * height}px`;
}

function draw() {
  rows.replaceChildren(...items.slice(first, first + shown).map(row));
}

const moves = {
  text() {
    for (let at = 0; at < shown; at++) fill(rows.children[at], first + at, 'text');
  },
  node() {
    for (let at = 0; at < shown; at++) fill(rows.children[at], first + at, 'node');
  },
  key() {
    if (isUp) {
      rows.lastElementChild.remove();
      rows.prepend(row(items[first]));
    } else {
      rows.firstElementChild.remove();
      rows.append(row(items[first + shown - 1]));
    }
  },
  rebuilt: draw,
  grid() {
    for (const cell of document.querySelectorAll('#grid td')) cell.textContent = String(Math.random()).slice(0, 8);
  },
};

/** Labels with something of ours beside or in them, and whether they are names that may have it. A wrong one counts everywhere, a missing one where it is seen. */
function look() {
  let wrong = 0;
  let right = 0;
  let missing = 0;
  for (const label of list.querySelectorAll('.label')) {
    const next = label.nextElementSibling;
    const isMarked =
      next?.matches('dbt-badge, [data-bench]') || label.querySelector('dbt-badge, mark, a.linkified, [data-bench]');
    const isKnown = /^[A-Z_0-9]+$/.test(label.textContent) && known.has(label.textContent);
    const top = Number.parseFloat(label.closest('.row').style.top) - list.scrollTop;
    const isSeen = top >= 0 && top + height <= list.clientHeight;
    if (isMarked && !isKnown) wrong++;
    else if (isKnown && isSeen && isMarked) right++;
    else if (isKnown && isSeen) missing++;
  }
  return { wrong, right, missing };
}
const known = new Set(items.filter((item) => item.isTable).map((item) => item.text));

/** Runs so many frames; what is on screen is looked at when all callbacks of the frame have run, before it is painted. */
function run(frames, how, isChecking) {
  return new Promise((resolve) => {
    let wrongFrames = 0;
    let right = 0;
    let missing = 0;
    let dropped = 0;
    let left = frames;
    let last = performance.now();
    const tick = (now) => {
      if (now - last > 25) dropped++;
      last = now;
      if (first + shown >= items.length - 1) isUp = true;
      if (first <= 0) isUp = false;
      if (how !== 'grid') first += isUp ? -1 : 1;
      list.scrollTop = first * height;
      moves[how]();
      if (isChecking) {
        counted = ({ wrong, right: seen, missing: missed }) => {
          if (wrong > 0) wrongFrames++;
          right += seen;
          missing += missed;
        };
        probe.style.width = `${(left % 2) + 1}px`;
      }
      left--;
      if (left > 0) requestAnimationFrame(tick);
      else setTimeout(() => resolve({ wrongFrames, right, missing, dropped }), 60);
    };
    requestAnimationFrame(tick);
  });
}
const probe = document.getElementById('probe');
let counted;
// A frame's observers of sizes run after all its callbacks and before it is painted: what they see is what is shown.
new ResizeObserver(() => counted?.(look())).observe(probe);

rows.style.height = `${items.length * height}px`;
draw();
Object.assign(window, { benchRun: run, benchLook: look, benchKnown: known });
