// What others do with names in a page, each made to do our work: find known names in a list and mark them. `start(list, known)` begins
// and gives what ends it.

import findAndReplaceDOMText from 'findandreplacedomtext';
import linkifyElement from 'linkify-element';
import Mark from 'mark.js';

import SelectorObserver from 'selector-observer';
import sentinel from 'sentinel-js';
import 'arrive';

const expression = (known) => new RegExp(`^(?:${[...known].join('|')})$`);

/** Runs at once and after every change of the list, inside the observer's callback. */
function perChange(list, work) {
  const observer = new MutationObserver(() => {
    work();
    observer.takeRecords();
  });
  work();
  observer.observe(list, { subtree: true, childList: true, characterData: true });
  return () => observer.disconnect();
}

/** A badge behind an element that has just been added, as ours are; a text that changes later is not seen. */
function markElement(known) {
  return (label) => {
    if (!known.has(label.textContent) || label.nextElementSibling?.hasAttribute('data-bench')) return;
    const badge = document.createElement('i');
    badge.setAttribute('data-bench', '');
    label.after(badge);
  };
}

const peers = {
  'bare observer': (list) => {
    let length = 0;
    const observer = new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        length += target.textContent.length;
        for (const node of addedNodes) length += node.textContent.length;
      }
      window.benchLength = length;
    });
    observer.observe(list, { subtree: true, childList: true, characterData: true });
    return () => observer.disconnect();
  },
  'mark.js': (list, known) => {
    const marks = new Mark(list);
    const names = expression(known);
    return perChange(list, () => marks.unmark({ done: () => marks.markRegExp(names) }));
  },
  findAndReplaceDOMText: (list, known) => {
    const names = expression(known);
    return perChange(list, () => {
      for (const mark of list.querySelectorAll('mark')) mark.replaceWith(...mark.childNodes);
      for (const label of list.querySelectorAll('.label')) findAndReplaceDOMText(label, { find: names, wrap: 'mark' });
    });
  },
  'linkify-element': (list) => perChange(list, () => linkifyElement(list, { className: 'linkified' })),
  'selector-observer': (list, known) => {
    const observer = new SelectorObserver(list);
    observer.observe('.label', { add: markElement(known) });
    return () => observer.disconnect();
  },
  'sentinel-js': (_list, known) => {
    const mark = markElement(known);
    sentinel.on('.label', mark);
    return () => sentinel.off('.label', mark);
  },
  arrive: (list, known) => {
    const mark = markElement(known);
    list.arrive('.label', { existing: true }, mark);
    return () => list.unbindArrive('.label', mark);
  },
  'animation-start observer': (list, known) => {
    const style = document.createElement('style');
    style.textContent = '@keyframes bench{from{outline-color:#000}to{outline-color:#001}}.label{animation:bench 1ms}';
    document.head.append(style);
    const mark = markElement(known);
    const heard = ({ target, animationName }) => animationName === 'bench' && mark(target);
    list.addEventListener('animationstart', heard);
    return () => {
      list.removeEventListener('animationstart', heard);
      style.remove();
    };
  },
};

/** Each begins on a page without badges. */
const starting = (start) => (list, known) => {
  for (const badge of list.querySelectorAll('[data-bench]')) badge.remove();
  return start(list, known);
};
window.benchPeers = Object.fromEntries(Object.entries(peers).map(([name, start]) => [name, starting(start)]));
